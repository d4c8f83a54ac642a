import { EuiAccordion, EuiFormRow, EuiPanel, EuiSelect, EuiSpacer, EuiText, useEuiTheme } from '@elastic/eui';
import type { PushPlan, TextFormat } from 'case-connectors';
import { useId, useMemo, useState } from 'react';
import { useEngine } from '../../core/engine';
import type { CaseView } from '../../cases/case_view';
import { Markdown } from '../../cases/markdown';
import { nameOf } from '../../shared/user';
import { Verbatim } from '../../shared/verbatim';

/** Each format, with whose it is. */
const FORMATS: { [Format in TextFormat]: string } = {
  wiki: 'Jira: wiki text',
  adf: 'Jira Cloud, API version 3: document',
  html: 'IBM Resilient: HTML',
  journal: 'ServiceNow: plain text',
  code: 'ServiceNow: HTML in [code]',
  plain: 'Plain text',
  raw: 'Markdown as it was typed',
};

const OPTIONS = Object.entries(FORMATS).map(([value, text]) => ({ value, text }));

/** More are in the list of changes; here one sees how text comes out. */
const FIRST = 10;

interface Source {
  id: string;
  name: string;
  text: string;
}

/** The case's texts as each system gets them: what a reader sees there, and what is sent. */
export function TextTab({ plan, view }: { plan: PushPlan; view: CaseView }) {
  const own = plan.steps.find(({ writes, format }) => writes && format !== null)?.format;
  const [format, setFormat] = useState<TextFormat>(own ?? 'plain');
  const sources = useMemo(() => sourcesOf(plan, view), [plan, view]);
  return (
    <>
      <EuiFormRow
        label="As it is read by"
        helpText={own === format ? 'This is the format of the connector.' : undefined}
        fullWidth
      >
        <EuiSelect
          fullWidth
          value={format}
          options={OPTIONS}
          onChange={(event) => setFormat(event.target.value as TextFormat)}
        />
      </EuiFormRow>
      <EuiSpacer size="m" />
      {sources.length === 0 && (
        <EuiText size="s" color="subdued">
          <p>This push sends no text.</p>
        </EuiText>
      )}
      {sources.slice(0, FIRST).map((source) => (
        <Text key={source.id} source={source} format={format} />
      ))}
      {sources.length > FIRST && (
        <EuiText size="s" color="subdued">
          <p>The other {sources.length - FIRST} comments are written the same way.</p>
        </EuiText>
      )}
    </>
  );
}

function sourcesOf(plan: PushPlan, view: CaseView): Source[] {
  const written = plan.steps.filter(({ writes }) => writes);
  const hasDescription = written.some(
    ({ kind, after }) => ['create', 'update'].includes(kind) && 'description' in after,
  );
  const comments = written.flatMap(({ commentId }) => view.comments.filter(({ id }) => id === commentId));
  return [
    ...(hasDescription ? [{ id: 'description', name: 'Description', text: view.description }] : []),
    ...comments.map(({ id, author, text }) => ({ id, name: `Comment by ${nameOf(author)}`, text })),
  ];
}

function Text({ source, format }: { source: Source; format: TextFormat }) {
  const { api } = useEngine();
  const { euiTheme } = useEuiTheme();
  const id = useId();
  const { text, losses } = useMemo(() => api.renderText(source.text, format), [api, source.text, format]);
  const isMarkup = format === 'wiki' || format === 'adf' || format === 'html' || format === 'code';
  return (
    <>
      <EuiPanel hasBorder hasShadow={false} paddingSize="s" role="group" aria-label={source.name}>
        <EuiText size="xs" color="subdued">
          <p>{source.name}</p>
        </EuiText>
        <EuiSpacer size="s" />
        {isMarkup ? (
          <Markdown text={api.readText(text, format)} />
        ) : (
          <EuiText size="s" css={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {text}
          </EuiText>
        )}
        {losses.length > 0 && (
          <EuiText size="xs" color="warning" css={{ overflowWrap: 'anywhere', marginBlockStart: euiTheme.size.s }}>
            <ul aria-label="What is shown differently">
              {losses.map(({ what, before, after }) => (
                <li key={what}>
                  {what}
                  {before !== after && `: “${before}” becomes “${after}”`}
                </li>
              ))}
            </ul>
          </EuiText>
        )}
        <EuiSpacer size="s" />
        <EuiAccordion id={id} buttonContent={<EuiText size="xs">As it is sent</EuiText>}>
          <Verbatim label={`${source.name}, as it is sent`} maxHeight={320}>
            {format === 'adf' ? JSON.stringify(JSON.parse(text), null, 2) : text}
          </Verbatim>
        </EuiAccordion>
      </EuiPanel>
      <EuiSpacer size="s" />
    </>
  );
}
