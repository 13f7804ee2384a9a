/** Files that were picked and not sent yet. */

import { Component, createRef, Fragment, type RefObject } from 'preact';
import { h } from './h';
import { type FullLook, Icon } from './parts';

const CROSS = 'm6 6 8 8m0-8-8 8';
/** As many files go with one message. */
const MOST = 3;

interface Props {
  me: RefObject<Attach | null>;
  look: FullLook;
  /** Hears how many there are. */
  counted(files: number): void;
}

interface Picked {
  file: File;
  url: string;
}

export class Attach extends Component<Props, { picked: readonly Picked[] }> {
  override state = { picked: [] as readonly Picked[] };
  private readonly input = createRef<HTMLInputElement>();

  override componentDidMount() {
    this.props.me.current = this;
  }

  override componentWillUnmount() {
    this.props.me.current = null;
    this.release();
  }

  pick() {
    this.input.current?.click();
  }

  /** Takes files that were picked, dropped or pasted, as far as the server would. */
  take(files: Iterable<File>) {
    const { client } = this.props.look;
    const limits = client.state.config?.limits;
    const picked = [...this.state.picked];
    let error: string | undefined;
    for (const file of files) {
      if (picked.length >= MOST) error = 'many';
      else if (/heic|heif/i.test(file.type + file.name)) error = 'heic';
      else if (limits && !limits.uploadTypes.includes(file.type)) error = 'unsupported_type';
      else if (!file.size || (limits && file.size > limits.uploadMaxBytes)) error = 'too_large';
      else picked.push({ file, url: URL.createObjectURL(file) });
    }
    this.hold(picked);
    client.set({ error });
  }

  /** Hands the files over. */
  release(): File[] {
    const { picked } = this.state;
    for (const { url } of picked) URL.revokeObjectURL(url);
    this.hold([]);
    return picked.map(({ file }) => file);
  }

  private hold(picked: readonly Picked[]) {
    this.setState({ picked });
    this.props.counted(picked.length);
  }

  render() {
    const { words, client } = this.props.look;
    const { picked } = this.state;
    return (
      <>
        {picked.length ? (
          <ul class="picked">
            {picked.map(({ file, url }) => (
              <li key={url}>
                {file.type.startsWith('image/') ? (
                  <img src={url} alt={file.name} />
                ) : (
                  <span class="file">{file.name}</span>
                )}
                <button
                  type="button"
                  aria-label={`${words.discard}: ${file.name}`}
                  onClick={() => {
                    URL.revokeObjectURL(url);
                    this.hold(picked.filter((other) => other.url !== url));
                  }}
                >
                  <Icon d={CROSS} />
                </button>
              </li>
            ))}
          </ul>
        ) : null}
        <input
          ref={this.input}
          type="file"
          hidden
          multiple
          aria-label={words.attach}
          accept={client.state.config?.limits.uploadTypes.join(',')}
          onChange={({ currentTarget }) => {
            this.take(currentTarget.files ?? []);
            currentTarget.value = '';
          }}
        />
      </>
    );
  }
}
