import { isDemo } from '@madoguchi/shared/messages/demo';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate, useParams } from '@tanstack/react-router';
import { Suspense, useEffect } from 'react';
import type { Change, Filters } from '../../app/filters';
import { useWords } from '../../app/i18n';
import { flat, listQuery } from '../../app/lists';
import { Icon } from '../../parts/icon';
import { fetchTheRest, lazily } from '../../parts/later';
import { ConversationPane } from './conversation';
import css from './inbox.module.css';
import { ConversationList } from './list/list';

const FirstSteps = lazily(() => import('./first-steps'));

const route = getRouteApi('/shell/inbox');

/** The list, and the conversation that is open. Filters live in the address; going back goes back. */
export function Inbox() {
  // The router hands on what the page below has in the address too; the message of a link is no filter.
  const search = { ...route.useSearch(), m: undefined };
  const { conversation } = useParams({ strict: false });
  const navigate = useNavigate();
  useEffect(fetchTheRest, []);
  const filters: Filters = { view: 'all', ...search };
  const onFilters = (change: Change) => {
    const next = { ...search, ...change };
    if (next.view === 'all') next.view = undefined;
    // A letter more in the search is no place to come back to.
    const replace = 'q' in change;
    if (conversation) {
      void navigate({ to: '/inbox/c/$conversation', params: { conversation }, search: next, replace });
    } else {
      void navigate({ to: '/inbox', search: next, replace });
    }
  };
  return (
    <div className={css.inbox} data-open={conversation ? true : undefined}>
      <ConversationList filters={filters} onFilters={onFilters} selected={conversation} />
      {conversation ? <ConversationPane key={conversation} id={conversation} /> : <NothingOpen />}
    </div>
  );
}

function NothingOpen() {
  const { t } = useWords();
  const { data } = useInfiniteQuery(listQuery({ view: 'all' }));
  const all = data && flat(data);
  // The customer to try it with is no beginning yet.
  const isNew = all?.every(({ contact }) => isDemo(contact));
  return (
    <main id="main" className={css.nothing}>
      <h1 className="vh">{t('inbox.title')}</h1>
      {isNew ? (
        <Suspense>
          <FirstSteps demo={all !== undefined && all.length > 0} />
        </Suspense>
      ) : (
        data && (
          <div className={css.hint}>
            <Icon name="inbox" size={32} />
            <p>{t('inbox.pick')}</p>
          </div>
        )
      )}
    </main>
  );
}
