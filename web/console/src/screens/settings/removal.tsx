import { data } from '@madoguchi/shared/api';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../app/api';
import { Button } from '../../parts/controls';
import { Dialog } from '../../parts/dialog';
import page from '../page.module.css';
import { useSettingsWords } from './words';

/** Which conversations show that something is in use. */
type Use = { status: string[] } | { tag: string[] };

interface Asked {
  name: string;
  use: Use | undefined;
  go: () => void;
}

/** Asks before something goes that the desk already works with, and says what happens to what carries it. */
export function useRemoval(text: string) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const ask = (name: string, go: () => void, use?: Use) => setAsked({ name, use, go });
  const dialog = asked && <Removal text={text} asked={asked} onClose={() => setAsked(null)} />;
  return { ask, dialog };
}

function Removal({ text, asked, onClose }: { text: string; asked: Asked; onClose: () => void }) {
  const { t } = useSettingsWords();
  return (
    <Dialog title={t('settings.remove.title', { name: asked.name })} onClose={onClose}>
      <div className={page.form}>
        {asked.use && <InUse use={asked.use} />}
        <p>{text}</p>
        <p className={page.lead}>{t('settings.remove.later')}</p>
        <span className={page.ways}>
          <Button
            look="danger"
            onClick={() => {
              onClose();
              asked.go();
            }}
          >
            {t('order.remove')}
          </Button>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
        </span>
      </div>
    </Dialog>
  );
}

/** As many conversations as are counted one by one. */
const COUNTED = 100;

function InUse({ use }: { use: Use }) {
  const { t } = useSettingsWords();
  const { data: found } = useQuery({
    queryKey: ['in use', use],
    queryFn: () =>
      data(api.GET('/v1/conversations', { params: { query: { view: 'all', ...use, limit: COUNTED } } })),
  });
  if (!found) return <p className={page.lead}>{t('settings.remove.counting')}</p>;
  const n = found.items.length;
  return <p>{t('settings.remove.in_use', { n, more: found.next ? '+' : '' })}</p>;
}
