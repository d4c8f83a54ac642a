import { EuiCallOut, EuiIcon, EuiLink, EuiSpacer, EuiText, useEuiTheme } from '@elastic/eui';
import { linkTo, paths } from '../../shared/route';
import { Code } from '../../shared/code';
import { count } from '../../shared/time';
import type { Kept } from '../configuration/stored';
import type { Taken } from './take';
import { CaseName } from '../../shared/visible';

const SHOWN = 20;

export interface Report {
  taken: readonly Taken[];
  /** Configurations that were not taken, since others are here. */
  left: readonly Kept[];
}

/** What became of each case of an import, and of its configurations. Those that need a person come first. */
export function ImportReport({ taken, left }: Report) {
  const of = (...states: Taken['state'][]) => taken.filter(({ state }) => states.includes(state));
  const imported = of('imported', 'withoutComments').length;
  const ordered = [...of('refused'), ...of('withoutComments'), ...of('here'), ...of('imported')];
  const isBad = of('refused').length > 0;
  return (
    <div role={isBad ? 'alert' : 'status'}>
      {left.length > 0 && (
        <EuiCallOut
          title="The case configuration was not taken: the one that is here stays as it is"
          color="warning"
          iconType="minusCircle"
          size="s"
          heading="h3"
          announceOnMount={false}
        />
      )}
      {taken.length > 0 && (
        <>
          {left.length > 0 && <EuiSpacer size="s" />}
          <EuiCallOut
            title={`${count(imported, 'case')} imported${isBad ? `, ${of('refused').length} refused` : ''}`}
            color={isBad ? 'danger' : imported > 0 ? 'success' : 'warning'}
            iconType={isBad ? 'error' : 'check'}
            size="s"
            heading="h3"
            announceOnMount={false}
          />
          <EuiSpacer size="s" />
          <ul aria-label="Imported cases">
            {ordered.slice(0, SHOWN).map((it, at) => (
              <Line key={at} taken={it} />
            ))}
          </ul>
        </>
      )}
      {ordered.length > SHOWN && (
        <EuiText size="s" color="subdued">
          <p>And {ordered.length - SHOWN} more.</p>
        </EuiText>
      )}
    </div>
  );
}

const ICONS = {
  imported: { type: 'checkCircleFill', color: 'success' },
  withoutComments: { type: 'warningFill', color: 'warning' },
  here: { type: 'minusCircle', color: 'subdued' },
  refused: { type: 'errorFill', color: 'danger' },
};

function Line({ taken }: { taken: Taken }) {
  const { euiTheme } = useEuiTheme();
  return (
    <li css={{ display: 'flex', gap: euiTheme.size.s, marginBottom: euiTheme.size.s }}>
      <EuiIcon {...ICONS[taken.state]} aria-hidden css={{ marginTop: 2, flexShrink: 0 }} />
      <EuiText size="s" css={{ minWidth: 0, overflowWrap: 'anywhere' }}>
        <p>
          {taken.state === 'refused' ? (
            <strong>
              <CaseName title={taken.title} />
            </strong>
          ) : (
            <EuiLink {...linkTo(paths.case(taken.key))}>
              <CaseName title={taken.title} />
            </EuiLink>
          )}
          : {said(taken)}
          {taken.state === 'refused' && (
            <>
              {' '}
              {taken.place !== taken.title && <>From: {taken.place} </>}
              {taken.error.field && (
                <>
                  Field: <Code>{taken.error.field}</Code>{' '}
                </>
              )}
              Code: <Code>{taken.error.code}</Code>
            </>
          )}
        </p>
      </EuiText>
    </li>
  );
}

const AS_EXPORTED = 'Export it once more, from this page or from Kibana, and import that file as it is.';

function said(taken: Taken): string {
  switch (taken.state) {
    case 'imported':
      return 'imported.';
    case 'withoutComments':
      return 'imported without its comments, so that it cannot be pushed yet. Import it again with their pages.';
    case 'here':
      return 'is here already, and was left as it is.';
    case 'refused':
      // What the engine advises is for whoever writes a program.
      return `${taken.error.message} ${taken.error.code === 'CASE_INVALID' ? AS_EXPORTED : taken.error.remedy}`;
  }
}
