// Popovers by the names of the library they are made with. Until one is opened there is only its button; the press that is
// for it opens it, even if the library has to be fetched first.
import type { Popover as Made } from 'radix-ui';
import { type ComponentProps, cloneElement, createContext, type ReactElement, use, useState } from 'react';
import { useLater } from './later';
import type { TriggerProps } from './layers';
import { layers } from './menu';

interface State {
  made: typeof Made | undefined;
  ask: () => void;
}

const Context = createContext<State>({ made: undefined, ask: () => undefined });

function Root({ children, ...props }: ComponentProps<typeof Made.Root>) {
  const { open = false, onOpenChange } = props;
  const [asked, setAsked] = useState(false);
  // Once it was open it stays made: the focus goes back to its button.
  if (open && !asked) setAsked(true);
  const there = useLater(layers, asked);
  const made = asked ? there?.Popover : undefined;
  const ask = () => {
    setAsked(true);
    onOpenChange?.(true);
  };
  const inside = <Context value={{ made, ask }}>{children}</Context>;
  return made ? (
    <made.Root defaultOpen {...props}>
      {inside}
    </made.Root>
  ) : (
    inside
  );
}

function Trigger({ children }: { children: ReactElement<TriggerProps>; asChild: true }) {
  const { made, ask } = use(Context);
  if (made) return <made.Trigger asChild>{children}</made.Trigger>;
  return cloneElement(children, { 'aria-haspopup': 'dialog', 'aria-expanded': false, onClick: ask });
}

function Portal(props: ComponentProps<typeof Made.Portal>) {
  const { made } = use(Context);
  return made ? <made.Portal {...props} /> : null;
}

function Content(props: ComponentProps<typeof Made.Content>) {
  const { made } = use(Context);
  return made ? <made.Content {...props} /> : null;
}

export const Popover = { Root, Trigger, Portal, Content };
