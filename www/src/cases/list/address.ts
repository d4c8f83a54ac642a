import { EVERYTHING, FILTERS, SORT_FIELDS, type Criteria, type Sort } from './criteria';

/** What the list shows, as its address has it: another tab, a reload and the way back show the same. */
export interface Shown {
  criteria: Criteria;
  sort: Sort;
  /** From 0. */
  page: number;
  size: number;
}

export const SIZES = [10, 25, 50];

export const AT_FIRST: Shown = {
  criteria: EVERYTHING,
  sort: { field: 'updatedAt', direction: 'desc' },
  page: 0,
  size: 25,
};

const OURS = ['search', ...FILTERS, 'sort', 'page', 'size'];

/** What an address says; what it does not say, or says wrongly, is as at first. */
export function fromAddress(search: string): Shown {
  const said = new URLSearchParams(search);
  const filters = FILTERS.map((name) => [name, [...new Set(said.getAll(name))].filter(Boolean)] as const);
  return {
    criteria: { ...EVERYTHING, ...Object.fromEntries(filters), search: said.get('search') ?? '' },
    sort: sortOf(said.get('sort')) ?? AT_FIRST.sort,
    page: Math.max(0, (whole(said.get('page')) ?? 1) - 1),
    size: SIZES.find((size) => size === whole(said.get('size'))) ?? AT_FIRST.size,
  };
}

/** The address that says it, with whatever else the present one says. */
export function toAddress(shown: Shown, search: string): string {
  const says = new URLSearchParams(search);
  for (const name of OURS) says.delete(name);
  if (shown.criteria.search) says.set('search', shown.criteria.search);
  for (const name of FILTERS) for (const value of shown.criteria[name]) says.append(name, value);
  const [sort, usual] = [shown.sort, AT_FIRST.sort].map(textOf);
  if (sort !== usual) says.set('sort', sort ?? '');
  if (shown.page > 0) says.set('page', String(shown.page + 1));
  if (shown.size !== AT_FIRST.size) says.set('size', String(shown.size));
  const text = says.toString();
  return text && `?${text}`;
}

/** `title` upwards, `-title` downwards. */
function textOf({ field, direction }: Sort): string {
  return direction === 'desc' ? `-${field}` : field;
}

function sortOf(text: string | null): Sort | null {
  const isDown = text?.startsWith('-') ?? false;
  const field = SORT_FIELDS.find((field) => field === text?.slice(isDown ? 1 : 0));
  return field ? { field, direction: isDown ? 'desc' : 'asc' } : null;
}

function whole(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
