/** What stands between the panel's head and its foot once there is a conversation. */

import { Component, createRef, Fragment } from 'preact';
import { h } from './h';
import { Messages } from './message';
import type { State, Thread } from './model';
import { why } from './more-words';
import { type FullLook, Greeting, Icon } from './parts';
import { fill } from './words';

const DOWN = 'm6 8 4 4 4-4';
/** So near to the end, in pixels, is at the end. */
const END = 80;

export interface Props {
  look: FullLook;
  state: State;
  thread: Thread;
}

/** The messages. Nothing moves under the eyes of somebody who reads further up. */
class Log extends Component<Props> {
  private readonly box = createRef<HTMLDivElement>();

  private below() {
    const box = this.box.current;
    return box ? box.scrollHeight - box.scrollTop - box.clientHeight : 0;
  }

  override getSnapshotBeforeUpdate() {
    return this.below();
  }

  override componentDidMount() {
    addEventListener('focus', this.seen);
    this.end();
  }

  override componentWillUnmount() {
    removeEventListener('focus', this.seen);
  }

  override componentDidUpdate(before: Props, _: object, below: number) {
    const box = this.box.current;
    const { state } = this.props;
    const said = state.pending.length > before.state.pending.length;
    if (said || below < END || state.loaded !== before.state.loaded || state.open !== before.state.open)
      this.end();
    else {
      // What came in above leaves the line that is being read where it is.
      if (box && state.from < before.state.from) box.scrollTop = box.scrollHeight - box.clientHeight - below;
      this.seen();
    }
  }

  private readonly end = () => {
    const box = this.box.current;
    if (box) box.scrollTop = box.scrollHeight;
    this.seen();
  };

  /** What is on the screen of somebody who looks at it was seen. */
  private readonly seen = () => {
    const { state, thread, look } = this.props;
    if (state.open && !document.hidden && document.hasFocus() && this.below() < END)
      look.client.talk?.seen(thread.ours);
  };

  render() {
    const { look, state, thread } = this.props;
    const { words, client } = look;
    const { more } = client;
    const { sheet } = state;
    return (
      <div class="frame">
        <div
          class="log"
          ref={this.box}
          role="log"
          aria-label={words.log}
          aria-live={state.loaded ? 'polite' : 'off'}
          tabIndex={0}
          onScroll={this.seen}
        >
          {state.from > 0 && state.loaded ? (
            <button type="button" class="second" onClick={client.talk?.earlier}>
              {words.earlier}
            </button>
          ) : (
            <Greeting state={state} />
          )}
          <Messages look={look} thread={thread} pending={state.pending} />
          {more && thread.status === 'completed' && !sheet ? <more.Ended {...this.props} /> : null}
          {more ? <more.Waiting {...this.props} /> : null}
        </div>
        {thread.unread && state.loaded && this.below() >= END ? (
          <button type="button" class="fresh" onClick={this.end}>
            {fill(words.fresh, { n: thread.unread })}
            <Icon d={DOWN} />
          </button>
        ) : null}
      </div>
    );
  }
}

export function Conversation(props: Props) {
  const { look, state } = props;
  const { words, client } = look;
  const { more } = client;
  const { assignee } = props.thread;
  return (
    <>
      <div role="status">{state.down ? <p class="strip">{words.down}</p> : null}</div>
      <Log {...props} />
      <div role="status">
        {state.typing ? (
          <p class="strip">{fill(words.typing, { name: assignee?.name || words.agent })}</p>
        ) : null}
        {state.saved ? <p class="strip">{words[state.saved]}</p> : null}
        {state.volatile ? <p class="strip">{words.volatile}</p> : null}
      </div>
      {state.error ? (
        <p class="strip alert" role="alert">
          {why(state.error, words)}
        </p>
      ) : null}
      {more ? <more.Sheets {...props} /> : null}
    </>
  );
}
