/** Where the visitor writes. The words live in the text field alone, so that an input method is never disturbed. */

import { Component, createRef, Fragment, h, type RefObject } from 'preact';
import { Icon, type Look } from './message';
import type { State } from './state';

const CLIP = 'm14.5 9-5 5a3 3 0 0 1-4.2-4.2l5.8-5.8a2 2 0 0 1 2.8 2.8l-5.7 5.8a1 1 0 0 1-1.4-1.4L12 6';
const SEND = 'M3.5 10 16.5 4l-4 12.5-2.5-5zM10 11.5 16.5 4';
const CROSS = 'm6 6 8 8m0-8-8 8';
/** As many files go with one message. */
const MOST = 3;

interface Props {
  /** Where whoever made it finds it. */
  me: RefObject<Composer | null>;
  look: Look;
  state: State;
  /** Says something before the visitor has agreed: the words stay, and what is to be agreed to is pointed at. */
  early(): void;
}

export class Composer extends Component<Props, { picked: readonly { file: File; url: string }[]; length: number }> {
  override state = { picked: [] as readonly { file: File; url: string }[], length: 0 };
  private readonly field = createRef<HTMLTextAreaElement>();
  private readonly input = createRef<HTMLInputElement>();

  override componentDidMount() {
    this.props.me.current = this;
    const { tab } = this.props.look.client;
    if (this.field.current && tab.draft) this.field.current.value = tab.draft;
    this.wrote();
  }

  private readonly wrote = () => {
    const field = this.field.current;
    if (!field) return;
    const { client } = this.props.look;
    // The field is as high as its words; the style sheet sets the limit.
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight}px`;
    const length = [...field.value].length;
    if (length !== this.state.length) this.setState({ length });
    if ((client.tab.draft ?? '') !== field.value) {
      client.tab.draft = field.value;
      client.save();
    }
  };

  private readonly pressed = (event: KeyboardEvent) => {
    // While an input method is at work, and in Safari right after it, Enter belongs to it.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    if (matchMedia('(pointer: coarse)').matches) return;
    event.preventDefault();
    this.submit();
  };

  focus() {
    this.field.current?.focus();
  }

  /** Sends what is there. */
  readonly submit = () => {
    const field = this.field.current;
    const { look, state, early } = this.props;
    const { picked } = this.state;
    if (!field) return;
    const text = field.value.trim();
    const most = state.config?.limits.textMaxChars ?? 4000;
    if ((!text && !picked.length) || [...text].length > most) return;
    if (state.stage !== 'live') return early();
    if (picked.length) look.client.attach(picked.map(({ file }) => file), text);
    else look.client.say(text);
    for (const { url } of picked) URL.revokeObjectURL(url);
    this.setState({ picked: [] });
    field.value = '';
    this.wrote();
    field.focus();
  };

  /** Takes files that were picked, dropped or pasted, as far as the server would. */
  take(files: Iterable<File>) {
    const { look, state } = this.props;
    const limits = state.config?.limits;
    const picked = [...this.state.picked];
    let error: string | undefined;
    for (const file of files) {
      if (picked.length >= MOST) error = 'many';
      else if (/heic|heif/i.test(file.type + file.name)) error = 'heic';
      else if (limits && !limits.uploadTypes.includes(file.type)) error = 'unsupported_type';
      else if (!file.size || (limits && file.size > limits.uploadMaxBytes)) error = 'too_large';
      else picked.push({ file, url: URL.createObjectURL(file) });
    }
    this.setState({ picked });
    look.client.set({ error });
  }

  render() {
    const { words } = this.props.look;
    const { config, stage } = this.props.state;
    const { picked, length } = this.state;
    const most = config?.limits.textMaxChars ?? 4000;
    const live = stage === 'live';
    return (
      <form
        class="composer"
        onSubmit={(event) => {
          event.preventDefault();
          this.submit();
        }}
        onPaste={(event) => {
          const files = event.clipboardData?.files;
          if (!live || !files?.length) return;
          event.preventDefault();
          this.take(files);
        }}
      >
        {picked.length ? (
          <ul class="picked">
            {picked.map(({ file, url }) => (
              <li>
                {file.type.startsWith('image/') ? <img src={url} alt={file.name} /> : <span class="file">{file.name}</span>}
                <button
                  type="button"
                  aria-label={`${words.discard}: ${file.name}`}
                  onClick={() => {
                    URL.revokeObjectURL(url);
                    this.setState({ picked: picked.filter((other) => other.file !== file) });
                  }}
                >
                  <Icon d={CROSS} />
                </button>
              </li>
            ))}
          </ul>
        ) : null}
        <div class="row">
          {live ? (
            <>
              <input
                ref={this.input}
                type="file"
                hidden
                multiple
                accept={config?.limits.uploadTypes.join(',')}
                onChange={({ currentTarget }) => {
                  this.take(currentTarget.files ?? []);
                  currentTarget.value = '';
                }}
              />
              <button type="button" class="plain" aria-label={words.attach} onClick={() => this.input.current?.click()}>
                <Icon d={CLIP} />
              </button>
            </>
          ) : null}
          <textarea
            ref={this.field}
            rows={1}
            aria-label={words.write}
            placeholder={words.write}
            enterkeyhint="enter"
            onInput={this.wrote}
            onKeyDown={this.pressed}
          />
          <button type="submit" class="send" aria-label={words.send} disabled={(!length && !picked.length) || length > most}>
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
