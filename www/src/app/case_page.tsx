import { EuiButton, EuiEmptyPrompt, EuiSpacer, EuiTab, EuiTabs } from '@elastic/eui';
import { useState } from 'react';
import { focusHeading, useTitle } from '../shared/page_heading';
import { linkTo, paths } from '../shared/route';
import { CaseFields } from '../cases/fields/case_fields';
import { useConnectorOf } from '../cases/connector_choice';
import { PlanTab } from '../push/plan_tab';
import { PushPanel } from '../push/push_panel';
import { useRun } from '../push/push_context';
import { usePlan } from '../push/use_plan';
import { Activity } from '../cases/activity';
import { CaseDetails } from '../cases/case_details';
import { CaseHeader } from '../cases/case_header';
import { Description } from '../cases/description';
import { useCases, type OpenCase } from '../cases/cases';
import { draftKey, draftsOf, type KeptText } from '../cases/draft_key';
import { LostDrafts } from '../cases/lost_drafts';
import { forgetDraft } from '../core/drafts';

export function CasePage({ caseKey }: { caseKey: string }) {
  const current = useCases().caseOf(caseKey);
  return current ? <Case current={current} /> : <NoCase caseKey={caseKey} />;
}

function NoCase({ caseKey }: { caseKey: string }) {
  useTitle('There is no such case');
  // As they were when the case went: they are forgotten with it, and whoever was typing has them here.
  const [drafts, setDrafts] = useState(() => draftsOf(caseKey));
  const discard = (draft: KeptText) => {
    forgetDraft(draftKey(caseKey, draft.part));
    setDrafts(drafts.filter((it) => it !== draft));
  };
  return (
    <>
      <EuiEmptyPrompt
        iconType="casesApp"
        title={
          <h1 tabIndex={-1} css={{ outline: 'none' }}>
            There is no such case
          </h1>
        }
        body={<p>It may have been deleted, or it is kept in another browser.</p>}
        actions={
          <EuiButton fill {...linkTo(paths.cases)}>
            Go to the cases
          </EuiButton>
        }
      />
      <LostDrafts drafts={drafts} onDiscard={discard} onEmpty={focusHeading} />
    </>
  );
}

const WIDE = '@media (min-width: 992px)';

function Case({ current }: { current: OpenCase }) {
  const choice = useConnectorOf(current);
  const planned = usePlan(current.file, choice.connector?.id ?? null);
  const run = useRun(current.view.id);
  const running = run?.state === 'running';
  const outcome = run?.state === 'ended' && run.connectorId === choice.connector?.id ? run.outcome : null;
  const [tab, setTab] = useState<'activity' | 'plan'>('activity');
  const steps = planned.plan?.steps.length;

  return (
    <>
      <CaseHeader current={current} isLocked={running} />
      <EuiSpacer size="l" />
      <div
        css={{
          display: 'grid',
          gap: 24,
          // The panels stand beside both, and must not push the activity away from a short description.
          [WIDE]: { gridTemplateColumns: 'minmax(0, 1fr) 368px', gridTemplateRows: 'auto 1fr' },
        }}
      >
        <div css={{ minWidth: 0, [WIDE]: { gridColumn: 1, gridRow: 1 } }}>
          <Description current={current} isLocked={running} />
        </div>
        <div css={{ minWidth: 0, [WIDE]: { gridColumn: 2, gridRow: '1 / span 2' } }}>
          <PushPanel
            current={current}
            choice={choice}
            planned={planned}
            onShowPlan={() => {
              setTab('plan');
              document.getElementById('tab-plan')?.focus();
            }}
          />
          <EuiSpacer size="m" />
          <CaseDetails current={current} isLocked={running} />
          {choice.connector && (
            <>
              <EuiSpacer size="m" />
              <CaseFields
                key={choice.connector.id}
                current={current}
                connector={choice.connector}
                outcome={outcome}
                isLocked={running}
              />
            </>
          )}
        </div>
        <div css={{ minWidth: 0, [WIDE]: { gridColumn: 1, gridRow: 2 } }}>
          <EuiTabs>
            <EuiTab
              id="tab-activity"
              aria-controls="panel-activity"
              isSelected={tab === 'activity'}
              onClick={() => setTab('activity')}
            >
              Activity
            </EuiTab>
            <EuiTab id="tab-plan" aria-controls="panel-plan" isSelected={tab === 'plan'} onClick={() => setTab('plan')}>
              Push plan{steps ? ` (${steps})` : ''}
            </EuiTab>
          </EuiTabs>
          <EuiSpacer size="l" />
          <div role="tabpanel" id="panel-activity" aria-labelledby="tab-activity" hidden={tab !== 'activity'}>
            {tab === 'activity' && <Activity current={current} isLocked={running} />}
          </div>
          <div role="tabpanel" id="panel-plan" aria-labelledby="tab-plan" hidden={tab !== 'plan'}>
            {tab === 'plan' && <PlanTab caseId={current.view.id} planned={planned} connector={choice.connector} />}
          </div>
        </div>
      </div>
    </>
  );
}
