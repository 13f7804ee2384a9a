/** What opens over the conversation: the menu, a rating, an address for answers, forgetting. */

import { Component, createRef } from 'preact';
import { h } from './h';
import { Rating } from './message';
import type { Sheet, State, Thread } from './model';
import type { FullLook } from './parts';

interface Props {
  look: FullLook;
  state: State;
  thread: Thread;
}

export class Sheets extends Component<Props> {
  private readonly box = createRef<HTMLDivElement>();

  /** The focus goes into what opens, and back to the menu's button when it closes. */
  override componentDidUpdate(before: Props) {
    const { sheet } = this.props.state;
    if (sheet === before.state.sheet) return;
    const box = this.box.current;
    const within = sheet ? box : box?.parentElement;
    within?.querySelector<HTMLElement>(sheet ? 'input, button' : '[aria-expanded]')?.focus();
  }

  render() {
    return (
      <div class="sheet" ref={this.box}>
        {sheetOf(this.props)}
      </div>
    );
  }
}

function sheetOf({ look, state, thread }: Props) {
  const { words, client } = look;
  const to = (sheet: Sheet) => client.set({ sheet, error: undefined });
  const back = (
    <button type="button" class="second" onClick={() => to(undefined)}>
      {words.cancel}
    </button>
  );
  switch (state.sheet) {
    case 'menu': {
      const entry = (label: string, go: () => void) => (
        <button type="button" onClick={go}>
          {label}
        </button>
      );
      const last = thread.items.findLast((item) => 'id' in item);
      return (
        <div class="menu" id="menu">
          {thread.assignee?.kind === 'agent' || thread.waiting
            ? null
            : entry(words.person, () => {
                to(undefined);
                client.talk?.say(words.say);
              })}
          {last ? entry(words.rate, () => to('rate')) : null}
          {entry(words.mail, () => to('mail'))}
          {entry(words.forget, () => to('forget'))}
        </div>
      );
    }
    case 'rate': {
      const last = thread.items.findLast((item) => 'id' in item);
      return (
        <div class="card" role="group" aria-label={words.rated}>
          <p>{words.rated}</p>
          <Rating
            words={words}
            press={(choice) => {
              if (last && 'id' in last) client.talk?.press(last.id, choice);
              to(undefined);
            }}
          />
          {back}
        </div>
      );
    }
    case 'mail':
      return (
        <form
          class="card"
          onSubmit={(event) => {
            event.preventDefault();
            const form = new FormData(event.currentTarget);
            const name = form.get('name');
            client.talk?.tell({ email: form.get('email'), ...(name && { name }) }).then(
              () => client.set({ sheet: undefined, error: undefined, saved: true }),
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
    case 'forget':
      return (
        <div class="card" role="group" aria-label={words.forget}>
          <p>{words.forgets}</p>
          <div class="two">
            {back}
            <button type="button" class="main danger" onClick={() => client.talk?.leave()}>
              {words.forget}
            </button>
          </div>
        </div>
      );
    default:
      return null;
  }
}
