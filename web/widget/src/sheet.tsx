/** What opens over the conversation: the menu, a rating and why, an address for answers, the end, forgetting. */

import { Component, createRef, Fragment } from 'preact';
import { Closed } from './absent';
import type { FormWords } from './extra-words';
import { h } from './h';
import { isAbsent, type Message, type Sheet, type State, type Thread } from './model';
import type { Look } from './parts';
import type { Choice } from './protocol';

interface Props {
  look: Look<FormWords>;
  state: State;
  thread: Thread;
}

/** The message that a press from the menu names. */
const newest = ({ items }: Thread) => items.findLast((item): item is Message => 'id' in item);

/** Five buttons from poor to great, each with its word. */
export function Rating({ words, press }: { words: FormWords; press(choice: Choice): void }) {
  return (
    <div class="rating">
      {words.scores.split(',').map((word, at) => (
        <button type="button" onClick={() => press({ actionId: `mdg.rate.${at + 1}`, label: `${at + 1}` })}>
          <b>{at + 1}</b>
          <small>{word}</small>
        </button>
      ))}
    </div>
  );
}

/** After the end: a rating, if nothing asks for one yet, and a new beginning. */
export function Ended({ look: { words, client }, thread }: Props) {
  const last = newest(thread);
  return (
    <>
      {last && !thread.asked ? (
        <div class="card" role="group" aria-label={words.rated}>
          <p>{words.rated}</p>
          <Rating words={words} press={(choice) => client.talk?.rate(last.id, choice)} />
        </div>
      ) : null}
      <button type="button" class="second anew" onClick={() => client.talk?.leave()}>
        {words.anew}
      </button>
    </>
  );
}

export class Sheets extends Component<Props> {
  private readonly box = createRef<HTMLDivElement>();

  override componentDidMount() {
    if (this.props.state.sheet) this.attend();
  }

  /** The focus goes into what opens, and back to the menu's button when it closes. */
  override componentDidUpdate(before: Props) {
    if (this.props.state.sheet !== before.state.sheet) this.attend();
  }

  private attend() {
    const { sheet } = this.props.state;
    const box = this.box.current;
    const within = sheet ? box : box?.parentElement;
    within?.querySelector<HTMLElement>(sheet ? 'input, textarea, button' : '[aria-expanded]')?.focus();
  }

  render() {
    return (
      <div class="sheet" ref={this.box}>
        {sheetOf(this.props)}
      </div>
    );
  }
}

function sheetOf(props: Props) {
  const { look, state, thread } = props;
  const { words, client } = look;
  const { talk } = client;
  const to = (sheet: Sheet) => client.set({ sheet, error: undefined });
  const button = (label: string, go: () => void, kind = 'second') => (
    <button type="button" class={kind} onClick={go}>
      {label}
    </button>
  );
  const back = button(words.cancel, () => to(undefined));
  const last = newest(thread);
  switch (state.sheet) {
    case 'menu':
      return (
        <div class="menu">
          {thread.assignee?.kind === 'agent' || thread.waiting
            ? null
            : button(words.person, () => {
                to(undefined);
                talk?.say(words.say);
              })}
          {last ? button(words.rate, () => to('rate')) : null}
          {button(words.mail, () => to('mail'))}
          {last && thread.status !== 'completed' ? button(words.end, () => to('end')) : null}
          {button(words.forget, () => to('forget'))}
        </div>
      );
    case 'rate':
      return (
        <div class="card" role="group" aria-label={words.rated}>
          <p>{words.rated}</p>
          <Rating words={words} press={(choice) => last && talk?.rate(last.id, choice)} />
          {back}
        </div>
      );
    case 'why':
      return (
        <form
          class="card"
          onSubmit={(event) => {
            event.preventDefault();
            const why = `${new FormData(event.currentTarget).get('why') ?? ''}`.trim();
            if (why) talk?.explain(why);
            to(undefined);
          }}
        >
          <p role="status">{words.thanks}</p>
          <label>
            {words.reason}
            <textarea name="why" rows={3} maxLength={500} />
          </label>
          <div class="two">
            {button(words.close, () => to(undefined))}
            <button type="submit" class="main">
              {words.send}
            </button>
          </div>
        </form>
      );
    case 'mail':
      return (
        <form
          class="card"
          onSubmit={(event) => {
            event.preventDefault();
            const form = new FormData(event.currentTarget);
            const name = form.get('name');
            talk?.tell({ email: form.get('email'), ...(name && { name }) }).then(
              () => client.set({ sheet: undefined, error: undefined, saved: 'saved' }),
              (refusal) => client.fail(refusal),
            );
          }}
        >
          <p>{words.leave}</p>
          <label>
            {words.email}
            <input name="email" type="email" autocomplete="email" required maxLength={254} />
          </label>
          <label>
            {words.name}
            <input name="name" autocomplete="name" maxLength={200} />
          </label>
          <div class="two">
            {back}
            <button type="submit" class="main">
              {words.save}
            </button>
          </div>
        </form>
      );
    case 'end':
      return (
        <div class="card" role="group" aria-label={words.end}>
          <p>{words.ends}</p>
          <div class="two">
            {button(words.goOn, () => to(undefined))}
            {button(
              words.over,
              () => {
                if (last) talk?.press(last.id, { actionId: 'mdg.leave', label: words.over });
                to(undefined);
              },
              'main danger',
            )}
          </div>
        </div>
      );
    case 'forget':
      return (
        <div class="card" role="group" aria-label={words.forget}>
          <p>{words.forgets}</p>
          <div class="two">
            {back}
            {button(words.forget, () => talk?.leave(), 'main danger')}
          </div>
        </div>
      );
    default:
      return null;
  }
}

/** Whoever waits while nobody is there is told when somebody will be, and may leave an address. */
export function Waiting({ look, state: { config, sheet, saved }, thread }: Props) {
  const { words, client } = look;
  if (!thread.waiting || !config || !isAbsent(config) || sheet || saved) return null;
  return (
    <Closed look={look} config={config}>
      <p class="small">{words.leave}</p>
      <button type="button" class="second" onClick={() => client.set({ sheet: 'mail' })}>
        {words.mail}
      </button>
    </Closed>
  );
}
