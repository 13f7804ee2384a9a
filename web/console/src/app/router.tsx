import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { Broken } from '../parts/broken';
import { Inbox } from '../screens/inbox/inbox';
import type { View } from './api';
import type { Filters } from './lists';
import { Shell } from './shell';

const root = createRootRoute({ component: Outlet, errorComponent: Broken });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/inbox' });
  },
});

interface To {
  /** Where to go once somebody is signed in. */
  to?: string;
}

/** Only a path of our own: an address elsewhere could be somebody's trap. */
const ownPath = (value: unknown) =>
  typeof value === 'string' && /^\/(?![/\\])/.test(value) ? value : undefined;

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): To => ({ to: ownPath(search.to) }),
  component: lazyRouteComponent(() => import('../screens/entry/entry'), 'SignIn'),
});

const setUp = createRoute({
  getParentRoute: () => root,
  path: '/set-up',
  component: lazyRouteComponent(() => import('../screens/entry/entry'), 'SetUp'),
});

const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell });

const VIEWS: readonly View[] = ['all', 'unconfirmed', 'mine', 'waiting', 'on_hold', 'completed'];

/** Filters as they stand in the address; what makes no sense there is left out. */
export function filters(search: Record<string, unknown>): Partial<Filters> {
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
  const found: Partial<Filters> = {
    view: VIEWS.find((view) => view === search.view),
    tag: text(search.tag),
    status: text(search.status),
    assignee: text(search.assignee),
    inbox: text(search.inbox),
    q: search.q === undefined ? undefined : text(String(search.q)),
    hidden: search.hidden === true ? true : undefined,
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

export const inboxRoute = createRoute({
  getParentRoute: () => shell,
  path: '/inbox',
  validateSearch: filters,
  component: Inbox,
});

const nothingOpen = createRoute({ getParentRoute: () => inboxRoute, path: '/' });

interface At {
  /** The message that a link names. */
  m?: string;
}

export const conversationRoute = createRoute({
  getParentRoute: () => inboxRoute,
  path: 'c/$conversation',
  validateSearch: (search): At => ({ m: search.m === undefined ? undefined : String(search.m) }),
});

const me = createRoute({
  getParentRoute: () => shell,
  path: '/me',
  component: lazyRouteComponent(() => import('../screens/me/me'), 'MyAccount'),
});

const loadSettings = () => import('../screens/settings/settings');

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  component: lazyRouteComponent(loadSettings, 'Settings'),
});

const settingsPages = [
  createRoute({
    getParentRoute: () => settings,
    path: '/',
    component: lazyRouteComponent(loadSettings, 'Overview'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '$section',
    component: lazyRouteComponent(loadSettings, 'Section'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: 'inboxes/$inbox',
    component: lazyRouteComponent(loadSettings, 'InboxSection'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: 'team',
    component: lazyRouteComponent(loadSettings, 'Team'),
  }),
] as const;

interface InRules {
  /** The file that is open. It has a dot, and addresses with one are files of the console's own. */
  file?: string;
}

const rules = createRoute({
  getParentRoute: () => shell,
  path: '/rules',
  validateSearch: ({ file }): InRules => (typeof file === 'string' ? { file } : {}),
  component: lazyRouteComponent(() => import('../screens/rules/rules'), 'Rules'),
});

const scheduled = createRoute({
  getParentRoute: () => shell,
  path: '/scheduled',
  component: lazyRouteComponent(() => import('../screens/scheduled/scheduled'), 'Calendar'),
});

const tree = root.addChildren([
  home,
  signIn,
  setUp,
  shell.addChildren([
    inboxRoute.addChildren([nothingOpen, conversationRoute]),
    scheduled,
    rules,
    me,
    settings.addChildren(settingsPages),
  ]),
]);

export const router = createRouter({
  routeTree: tree,
  defaultErrorComponent: Broken,
  defaultNotFoundComponent: () => <Broken />,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

/** The session has ended: signs in again and comes back. */
export function toSignIn(): void {
  const { pathname, href } = router.state.location;
  if (pathname === '/sign-in' || pathname === '/set-up') return;
  void router.navigate({ to: '/sign-in', search: { to: href }, replace: true });
}
