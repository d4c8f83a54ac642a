import { readFileSync } from 'node:fs';
import type {
  ErrorDetails,
  InterruptedPush,
  PushOutcome,
  PushProgress,
  QueuedPush,
  StoredConnector,
} from 'case-connectors';
import { toFile, type CaseFile } from '../src/cases/case_file';
import type { ShownError } from '../src/shared/error';

const fixture = (name: string, ending = 'json') =>
  readFileSync(new URL(`../../tests/fixtures/cases/${name}.${ending}`, import.meta.url), 'utf8');

/** A sample case with its comments in it. */
export const phishing = (): CaseFile => toFile(fixture('phishing'));

/** The same case as Kibana 9 answers it: its comments come apart. */
export const phishingOfKibana9 = (): CaseFile => toFile(fixture('phishing.v9.case'), [fixture('phishing.v9.comments')]);

export const textOf = fixture;

export const jsonOf = (file: CaseFile) => JSON.parse(new TextDecoder().decode(file.json));

/** A small case of its own. */
export function smallCase(members: object = {}): CaseFile {
  const comment = {
    id: 'k1',
    type: 'user',
    comment: 'first',
    created_at: '2026-01-01T10:00:00.000Z',
    created_by: null,
  };
  const it = {
    id: 'c1',
    title: 'A case',
    description: 'What happened',
    tags: ['one', 'two'],
    severity: 'low',
    status: 'open',
    updated_at: '2026-01-01T09:00:00.000Z',
    connector: { id: 'jira', name: 'Jira', type: '.jira', fields: null },
    external_service: null,
    totalComment: 1,
    comments: [comment],
    ...members,
  };
  return toFile(JSON.stringify(it));
}

export const CONNECTOR: StoredConnector = {
  id: 'jira',
  name: 'Jira',
  type: '.jira',
  config: {},
  schemaVersion: 1,
  isMissingSecrets: false,
};

export function failure(code: string): ErrorDetails & ShownError {
  const error = { code, message: 'It failed.', remedy: 'Try again.', field: null, status: null, remote: null };
  return error as unknown as ErrorDetails & ShownError;
}

/** What a push has come to. */
export function outcome(members: object = {}): PushOutcome {
  const it = { state: 'complete', error: null, externalService: INCIDENT, pushedComments: [], closeCase: false };
  return {
    ...it,
    writes: 1,
    drift: [],
    claims: [],
    warnings: [],
    updatedCase: null,
    ...members,
  } as unknown as PushOutcome;
}

export const INCIDENT = {
  connector_id: 'jira',
  connector_name: 'Jira',
  external_id: '10001',
  external_title: 'SOC-1',
  external_url: 'https://jira.example.com/browse/SOC-1',
  pushed_at: '2026-01-01T11:00:00.000Z',
  pushed_by: { username: 'dana.analyst', full_name: null, email: null },
};

export function progress(members: Partial<PushProgress> = {}): PushProgress {
  return {
    caseId: 'c1',
    connectorId: 'jira',
    state: 'running',
    label: 'A step',
    done: 1,
    total: 3,
    waitMs: null,
    ...members,
  };
}

export function interrupted(members: Partial<InterruptedPush> = {}): InterruptedPush {
  return {
    caseId: 'c1',
    connectorId: 'jira',
    connectorName: 'Jira',
    title: 'A case',
    queuedAt: null,
    startedAt: '2026-01-01T10:30:00.000Z',
    state: 'interrupted',
    error: null,
    isMissingSecrets: false,
    ...members,
  };
}

export function queued(members: Partial<QueuedPush> = {}): QueuedPush {
  return {
    caseId: 'c1',
    connectorId: 'jira',
    connectorName: 'Jira',
    title: 'A case',
    queuedAt: '2026-01-01T10:00:00.000Z',
    startedAt: null,
    state: 'queued',
    result: null,
    ...members,
  };
}
