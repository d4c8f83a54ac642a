import { EuiEmptyPrompt, EuiSpacer } from '@elastic/eui';
import { startTransition, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useFacts } from '../facts';
import { PageHeading } from '../../shared/page_heading';
import { onNavigation, replaceSearch } from '../../shared/route';
import { count } from '../../shared/time';
import { useCases } from '../cases';
import { BulkBar } from './bulk_bar';
import { fromAddress, toAddress, type Shown } from './address';
import { matching, sorted, type Criteria } from './criteria';
import { LookBar } from './look_bar';
import { ListActions, SamplesButton } from './list_actions';
import { rowsOf, type Row } from './row';
import { Table } from './table';
import { Toolbar } from './toolbar';

/** All kept cases. It needs the engine only for the columns of connector and incident, which fill in later. */
export default function ListPage() {
  const { files } = useCases();
  const facts = useFacts();
  const [at, setAt] = useAddress();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  // Typing comes first: what matches follows when there is time.
  const wanted = useDeferredValue(at);
  const before = useRef<ReadonlyMap<string, Row>>(new Map());
  const rows = useMemo(() => {
    before.current = rowsOf(files, facts, before.current);
    return [...before.current.values()];
  }, [files, facts]);
  // Not by the page, which takes a part of them.
  const { criteria } = wanted;
  const { field, direction } = wanted.sort;
  const shown = useMemo(
    () => sorted(matching(rows, criteria), { field, direction }),
    [rows, criteria, field, direction],
  );
  const narrow = useCallback((criteria: Criteria) => setAt((at) => ({ ...at, criteria, page: 0 })), [setAt]);
  const select = useCallback(
    (keys: string[], isSelected: boolean) =>
      setSelected((selected) => {
        const next = new Set(selected);
        for (const key of keys) isSelected ? next.add(key) : next.delete(key);
        return next;
      }),
    [],
  );

  return (
    <>
      <PageHeading title="Cases" actions={<ListActions />}>
        <p>{count(rows.length, 'case')} in this browser. Nothing is sent before you say so.</p>
      </PageHeading>
      {rows.length === 0 ? (
        <EuiEmptyPrompt
          iconType="casesApp"
          hasBorder
          color="plain"
          title={<h2>No cases yet</h2>}
          body={<p>Create one, import one from Kibana, or begin with the samples.</p>}
          actions={<SamplesButton isFilled />}
        />
      ) : (
        <>
          <Toolbar
            rows={rows}
            criteria={at.criteria}
            // Other criteria begin at their first page.
            onChange={narrow}
          />
          {rows.some(({ view }) => view.incident !== null) && <LookBar facts={facts} />}
          <EuiSpacer size="m" />
          <BulkBar
            shown={shown}
            selected={[...selected].filter((key) => key in files)}
            onSelect={(keys) => select(keys, true)}
            onClear={() => setSelected(new Set())}
          />
          <Table
            rows={shown}
            at={wanted}
            onChange={(changed) => startTransition(() => setAt((at) => ({ ...at, ...changed })))}
            selected={selected}
            onSelect={select}
            isReady={facts !== null}
          />
        </>
      )}
    </>
  );
}

/** What the list shows: the address says it, and is told of each change. */
function useAddress() {
  const [at, setAt] = useState<Shown>(() => fromAddress(location.search));
  useEffect(() => replaceSearch(toAddress(at, location.search)), [at]);
  useEffect(() => onNavigation(() => setAt(fromAddress(location.search))), []);
  return [at, setAt] as const;
}
