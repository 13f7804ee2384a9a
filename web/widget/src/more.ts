/** What most conversations never need, in a file of its own: fetched once somebody talks, or when nobody is there. */

export { Closed, Enquiry } from './absent';
export { extraOf } from './extra-words';
export { default as sheet } from './more.css?inline';
export { Ended, Rating, Sheets, Waiting } from './sheet';

export type MoreModule = typeof import('./more');
