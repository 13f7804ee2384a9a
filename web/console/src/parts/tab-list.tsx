import { type ReactNode, useRef } from 'react';

interface TabListProps<T extends string> {
  /** What ties tabs and panels together; one on a screen. */
  name: string;
  label: string;
  className: string | undefined;
  tabClassName: string | undefined;
  tabs: readonly T[];
  tab: T;
  onTab: (tab: T) => void;
  children: (tab: T) => ReactNode;
}

/** Tabs of which one is open: arrows, Home and End go through them. */
export function TabList<T extends string>(props: TabListProps<T>) {
  const { name, label, className, tabClassName, tabs, tab, onTab, children } = props;
  const list = useRef<HTMLDivElement>(null);
  const press = (event: React.KeyboardEvent) => {
    const at = tabs.indexOf(tab);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: -1 }[event.key];
    const next = to === undefined ? undefined : tabs.at(to % tabs.length);
    if (next === undefined) return;
    event.preventDefault();
    onTab(next);
    list.current?.querySelector<HTMLElement>(`#${name}-tab-${next}`)?.focus();
  };
  return (
    <div ref={list} className={className} role="tablist" aria-label={label}>
      {tabs.map((one) => (
        <button
          key={one}
          type="button"
          role="tab"
          id={`${name}-tab-${one}`}
          aria-controls={one === tab ? `${name}-panel-${one}` : undefined}
          aria-selected={one === tab}
          tabIndex={one === tab ? 0 : -1}
          className={tabClassName}
          onClick={() => onTab(one)}
          onKeyDown={press}
        >
          {children(one)}
        </button>
      ))}
    </div>
  );
}

interface TabPanelProps {
  name: string;
  /** The tab whose panel it is. */
  of: string;
  className: string | undefined;
  hidden?: boolean;
  children: ReactNode;
}

export function TabPanel({ name, of, className, hidden = false, children }: TabPanelProps) {
  return (
    <div
      role="tabpanel"
      id={`${name}-panel-${of}`}
      aria-labelledby={`${name}-tab-${of}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a panel is reached from its tab, whatever stands in it
      tabIndex={0}
      className={className}
      hidden={hidden}
    >
      {children}
    </div>
  );
}
