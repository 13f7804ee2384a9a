import { initial } from '@madoguchi/shared/text';
import type { Channel } from '../app/api';
import css from './avatar.module.css';

/** Letters on colour: no brand's drawings are needed. */
const LETTERS: Record<Channel, string> = {
  line: 'L',
  whatsapp: 'A',
  messenger: 'M',
  instagram: 'I',
  telegram: 'T',
  wechat: 'C',
  web: 'W',
};

interface Props {
  name: string;
  channel?: Channel;
  large?: boolean;
}

/** Somebody's letter, with the mark of the channel they come by. The name beside it says who. */
export function Avatar({ name, channel, large }: Props) {
  return (
    <span className={css.avatar} data-large={large || undefined} aria-hidden="true">
      {initial(name)}
      {channel && (
        <i className={css.mark} data-channel={channel}>
          {LETTERS[channel]}
        </i>
      )}
    </span>
  );
}
