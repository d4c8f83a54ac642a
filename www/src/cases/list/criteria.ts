import type { Row } from './row';

/** What the list is narrowed to. An empty list of a filter lets everything through. */
export interface Criteria {
  search: string;
  status: string[];
  severity: string[];
  tags: string[];
  assignees: string[];
  category: string[];
  connector: string[];
  state: string[];
}

export type FilterName = Exclude<keyof Criteria, 'search'>;

/** Beside how a case stands with its incident: whether others have done something there. */
export const NEWS = 'news';

export const FILTERS: FilterName[] = ['status', 'severity', 'tags', 'assignees', 'category', 'connector', 'state'];

export const EVERYTHING: Criteria = {
  search: '',
  status: [],
  severity: [],
  tags: [],
  assignees: [],
  category: [],
  connector: [],
  state: [],
};

export function valuesOf(row: Row, filter: FilterName): string[] {
  const { view } = row;
  switch (filter) {
    case 'tags':
    case 'assignees':
      return view[filter];
    case 'status':
    case 'severity':
    case 'category':
      return view[filter] ? [view[filter]] : [];
    case 'connector':
      return row.connector ? [row.connector] : [];
    case 'state':
      return [row.state, row.news === null ? null : NEWS].filter((it) => it !== null);
  }
}

export function matching(rows: Row[], criteria: Criteria): Row[] {
  const words = criteria.search.toLowerCase().split(/\s+/).filter(Boolean);
  const set = FILTERS.filter((name) => criteria[name].length > 0);
  return rows.filter(
    (row) =>
      words.every((word) => row.words.includes(word)) &&
      set.every((name) => valuesOf(row, name).some((value) => criteria[name].includes(value))),
  );
}

export const SORT_FIELDS = ['title', 'severity', 'status', 'category', 'comments', 'updatedAt'] as const;
export type SortField = (typeof SORT_FIELDS)[number];
export interface Sort {
  field: SortField;
  direction: 'asc' | 'desc';
}

const ORDER = ['low', 'medium', 'high', 'critical', 'open', 'in-progress', 'closed'];

export function sorted(rows: Row[], { field, direction }: Sort): Row[] {
  const keyOf = ({ view }: Row): number | string => {
    switch (field) {
      case 'title':
        return view.title.toLowerCase();
      case 'category':
        return view.category?.toLowerCase() ?? '';
      case 'comments':
        return view.comments.length;
      case 'updatedAt':
        return Date.parse(view.updatedAt ?? view.createdAt ?? '') || 0;
      case 'severity':
      case 'status':
        return ORDER.indexOf(view[field] ?? '');
    }
  };
  const compare = (a: number | string, b: number | string) => (a < b ? -1 : a > b ? 1 : 0);
  const valued = rows.map((row) => [keyOf(row), row] as const).sort(([a], [b]) => compare(a, b));
  const result = valued.map(([, row]) => row);
  return direction === 'desc' ? result.reverse() : result;
}
