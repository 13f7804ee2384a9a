/** Where the visitor writes. The words live in the text field alone, so that an input method is never disturbed. */

import { Component, createRef, type RefObject } from 'preact';
import type { Attach } from './attach';
import { h } from './h';
import type { State } from './model';
import { type FullLook, Icon, type Look } from './parts';

const CLIP =
  'm17.2 9.2-7.3 7.3a4.8 4.8 0 0 1-6.8-6.8l7.3-7.3a3.2 3.2 0 0 1 4.6 4.5l-7.4 7.4a1.6 1.6 0 0 1-2.3-2.3l6.8-6.8';
const SEND = 'M3.5 10 16.5 4l-4 12.5-2.5-5zM10 11.5 16.5 4';

interface Props {
  /** Where whoever made it finds it. */
  me: RefObject<Composer | null>;
  look: Look;
  state: State;
  /** Something is said before the visitor has agreed: the words stay, and what is to be agreed to is pointed at. */
  early(): void;
}

export class Composer extends Component<Props, { length: number; files: number }> {
  override state = { length: 0, files: 0 };
  private readonly field = createRef<HTMLTextAreaElement>();
  private readonly attach = createRef<Attach>();

  override componentDidMount() {
    this.props.me.current = this;
    const { tab } = this.props.look.client;
    if (this.field.current && tab.draft) this.field.current.value = tab.draft;
    this.wrote();
  }

  focus() {
    this.field.current?.focus();
  }

  take(files: Iterable<File>) {
    this.attach.current?.take(files);
  }

  private most() {
    return this.props.state.config?.limits.textMaxChars ?? 4000;
  }

  private readonly wrote = () => {
    const field = this.field.current;
    if (!field) return;
    const { client } = this.props.look;
    // The field is as high as its words; the style sheet sets the limit.
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight + 2}px`;
    const length = [...field.value].length;
    if (length !== this.state.length) this.setState({ length });
    if ((client.tab.draft ?? '') !== field.value) {
      client.tab.draft = field.value;
      client.save();
      if (length) client.talk?.typed();
    }
  };

  private readonly pressed = (event: KeyboardEvent) => {
    // While an input method is at work, and in Safari right after it, Enter belongs to it.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    if (matchMedia('(pointer: coarse)').matches) return;
    event.preventDefault();
    this.submit();
  };

  /** Sends what is there. */
  submit() {
    const field = this.field.current;
    const { look, state, early } = this.props;
    const { talk } = look.client;
    const text = field?.value.trim() ?? '';
    const { files } = this.state;
    if (!field || (!text && !files) || [...text].length > this.most()) return;
    if (state.stage !== 'live' || !talk) return early();
    if (files) talk.attach(this.attach.current?.release() ?? [], text);
    else talk.say(text);
    field.value = '';
    this.wrote();
    field.focus();
  }

  render() {
    const { look, state } = this.props;
    const { words, client } = look;
    const full = look as FullLook;
    const { length, files } = this.state;
    const most = this.most();
    const Files = state.stage === 'live' ? client.parts?.Attach : undefined;
    return (
      <form
        class="composer"
        onSubmit={(event) => {
          event.preventDefault();
          this.submit();
        }}
        onPaste={(event) => {
          const files = event.clipboardData?.files;
          if (!files?.length) return;
          event.preventDefault();
          this.take(files);
        }}
      >
        {Files ? <Files me={this.attach} look={full} counted={(files) => this.setState({ files })} /> : null}
        <div class="row">
          {Files ? (
            <button
              type="button"
              class="plain"
              aria-label={full.words.attach}
              onClick={() => this.attach.current?.pick()}
            >
              <Icon d={CLIP} />
            </button>
          ) : null}
          <textarea
            ref={this.field}
            rows={1}
            aria-label={words.write}
            placeholder={words.write}
            onInput={this.wrote}
            onKeyDown={this.pressed}
          />
          <button
            type="submit"
            class="send"
            aria-label={words.send}
            disabled={(!length && !files) || length > most}
          >
            <Icon d={SEND} />
          </button>
        </div>
        {length > most * 0.8 ? (
          <p class={length > most ? 'count over' : 'count'} role="status">
            {length} / {most}
          </p>
        ) : null}
      </form>
    );
  }
}
