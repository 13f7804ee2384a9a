/** Elements, made of their own attributes alone: what a page has put into every object stays out of them. */

import { type ComponentChild, createElement, type VNode } from 'preact';

type Kind = Parameters<typeof createElement>[0];

export function h(kind: Kind, attributes: object | null, ...children: ComponentChild[]): VNode {
  return createElement(
    kind as string,
    attributes && Object.assign(Object.create(null), attributes),
    ...children,
  ) as VNode;
}

export declare namespace h {
  export import JSX = createElement.JSX;
}
