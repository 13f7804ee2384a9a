import { useRef } from 'react';
import { Button, TextField } from '../../parts/controls';
import { Icon } from '../../parts/icon';
import { Menu, MenuItem, MenuLabel } from '../../parts/menu';
import { CUSTOMER, OPERATOR, ofField } from './blanks';
import css from './screens.module.css';
import { useSettingsWords } from './words';

interface Props {
  label: string;
  hint?: string;
  wrong: string | undefined;
  rows?: number;
  value: string;
  /** What may be noted about customers. */
  fields: readonly string[];
  /** Whether an operator is always the one who says it. A rule has no operator's name to fill in. */
  byOperator?: boolean;
  onChange: (text: string) => void;
}

/** A text with blanks, and the menu that puts one where the caret is. */
export function BlankedField({ label, hint, wrong, rows = 3, value, fields, byOperator, onChange }: Props) {
  const { t } = useSettingsWords();
  const area = useRef<HTMLTextAreaElement>(null);
  const insert = (blank: string) => {
    const field = area.current;
    if (!field) return;
    field.setRangeText(blank, field.selectionStart, field.selectionEnd, 'end');
    onChange(field.value);
  };
  return (
    <div className={css.message}>
      <TextField
        label={label}
        hint={hint}
        wrong={wrong}
        ref={area}
        rows={rows}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <span className={css.insert}>
        <Menu
          label={t('settings.blanks.insert')}
          returnTo={area}
          trigger={
            <Button small look="quiet">
              {t('settings.blanks.insert')}
              <Icon name="chevron" size={16} />
            </Button>
          }
        >
          <MenuItem onSelect={() => insert(CUSTOMER)}>
            <Blank name={t('settings.blanks.customer')} text={t('settings.blanks.customer_text')} />
          </MenuItem>
          <MenuItem onSelect={() => insert(OPERATOR)}>
            <Blank
              name={t('settings.blanks.operator')}
              text={byOperator ? t('settings.blanks.operator_text') : t('settings.blanks.operator_or_rule')}
            />
          </MenuItem>
          {fields.length > 0 && <MenuLabel>{t('settings.blanks.fields')}</MenuLabel>}
          {fields.map((name) => (
            <MenuItem key={name} onSelect={() => insert(ofField(name))}>
              {name}
            </MenuItem>
          ))}
        </Menu>
      </span>
    </div>
  );
}

function Blank({ name, text }: { name: string; text: string }) {
  return (
    <span className={css.blank}>
      {name}
      <span>{text}</span>
    </span>
  );
}
