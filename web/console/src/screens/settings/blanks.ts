// The blanks that a text of the desk may have, and what fills them.

/** What stands for the customer's name. */
export const CUSTOMER = '{{customer}}';
/** What stands for the name of the operator who answers. */
export const OPERATOR = '{{operator}}';

/** What stands for what is noted about the customer under a name. */
export const ofField = (name: string) => `{{field:${name}}}`;

/** The first blank of a text that nothing can ever fill, as it stands there. */
export function unknownBlank(text: string): string | undefined {
  const blanks = [...text.matchAll(/\{\{(.*?)\}\}/gs)];
  return blanks.find(([, inside = '']) => !isFillable(inside.trim()))?.[0];
}

function isFillable(blank: string): boolean {
  return blank === 'customer' || blank === 'operator' || /^field:.*\S/s.test(blank);
}
