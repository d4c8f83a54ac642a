/** What is wrong with the incidents of a run, judged by what the system holds and not by what the push says. */

const REFERENCE =
  /\(added at (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?) UTC by .*?, case comment (\w+)(?:, edit (\d+))?\)\s*$/;

/** What a person who is none of us begins an entry with. */
export const STRANGER = 'As I said:';

const ALERTS = /^Alerts attached to the case: (\d+)/;

/** The numbers of alerts that comments name. */
export const totals = (record) =>
  record.comments.flatMap(({ text }) => ALERTS.exec(text.replaceAll('\\', '').trim())?.slice(1).map(Number) ?? []);

/** The references of the comments, in their order. Jira's wiki text has backslashes in it. */
export function references(record) {
  return record.comments
    .map(({ text }) => text.replaceAll('\\', '').trim())
    .filter((text) => !text.startsWith(STRANGER))
    .filter((text) => !text.startsWith('Opened from a security case.') && !ALERTS.test(text))
    .map((text) => {
      const [, day, time, id, edit] = REFERENCE.exec(text) ?? [];
      return { id, at: Date.parse(`${day}T${time}Z`), edit: Number(edit ?? 0), text };
    });
}

const titleOf = ({ fields }) => fields.short_description ?? fields.summary ?? fields.name;

const versionAt = (comment) => Date.parse(comment.updated_at ?? comment.created_at);

/** The faults, each as a short sentence; none where all is well. */
export function judge(records, versions) {
  const latest = versions.at(-1);
  if (records.length === 0) return ['lost: no incident'];
  if (records.length > 1) return [`doubled: ${records.length} incidents`];
  const [record] = records;
  const found = references(record);
  const faults = [];
  const unknown = found.filter(({ id }) => id === undefined);
  if (unknown.length > 0) faults.push(`lost: a comment without a reference: ${unknown[0].text.slice(-80)}`);

  const genuine = new Map();
  for (const { comments } of versions) {
    for (const comment of comments) genuine.set(`${comment.id} ${versionAt(comment)}`, comment);
  }
  const seen = new Set();
  const turns = [];
  const begun = new Set();
  for (const { id, at } of found) {
    const key = `${id} ${at}`;
    const comment = genuine.get(key);
    if (comment === undefined) faults.push(`a version that never was: ${key}`);
    else {
      if (seen.has(key)) faults.push(`doubled: comment ${key}`);
      // A comment comes at its creation, each later version at its edit.
      turns.push({ at: begun.has(id) ? at : Date.parse(comment.created_at), id });
      begun.add(id);
    }
    seen.add(key);
  }
  for (const comment of latest.comments) {
    if (!seen.has(`${comment.id} ${versionAt(comment)}`)) faults.push(`lost: comment ${comment.id}`);
  }
  for (let n = 1; n < turns.length; n += 1) {
    const [one, other] = [turns[n - 1], turns[n]];
    if (one.at > other.at || (one.at === other.at && one.id > other.id))
      faults.push(`out of order: ${one.id}, ${other.id}`);
  }
  if (titleOf(record) !== latest.title) faults.push(`lost: the title is "${titleOf(record)}"`);
  return faults;
}

/** What the other team says, the n-th time. */
export const words = (n) => `Word ${n} of theirs.`;

/** What the other team has said stands there once and in the case once: nothing of it is lost, sent back or taken over twice. */
export function judgeTheirs(records, { said, taken }) {
  const faults = [];
  for (let n = 1; n <= said; n += 1) {
    const there = records.flatMap(({ comments }) => comments).filter(({ text }) => text.includes(words(n))).length;
    const here = taken.filter(({ comment }) => comment.includes(words(n))).length;
    if (there === 0) faults.push(`lost: ${words(n)}`);
    if (there > 1) faults.push(`doubled: sent back: ${words(n)}`);
    if (here === 0) faults.push(`lost: never brought back: ${words(n)}`);
    if (here > 1) faults.push(`doubled: taken over twice: ${words(n)}`);
  }
  return faults;
}

/** Where what alerts hold goes: by the table a column, by Elastic's app an observable of a type. */
const OF_ALERTS = [
  { column: 'dest_ip', type: 'ipv4-addr', of: (it) => it['destination.ip'] ?? [] },
  { column: 'source_ip', type: 'ipv4-addr', of: (it) => [it.source.ip] },
  { column: 'malware_url', type: 'URL', of: (it) => (it.url ? [it.url.full] : []) },
];

/** What is wrong with what the incident has of the alerts. An observable may be missing only where a push has said so. */
export function judgeAlerts(records, alerts, warned) {
  const latest = alerts.at(-1);
  const [record] = records;
  if (latest.length === 0 || records.length !== 1) return [];
  const values = (of) => [...new Set(latest.flatMap(({ _source }) => of(_source)))];
  const faults = [];
  const named = totals(record);
  if (new Set(named).size < named.length) faults.push(`doubled: the number of alerts, ${named}`);
  if (!named.includes(latest.length)) faults.push(`lost: the number of alerts, ${latest.length}`);

  const byTable = OF_ALERTS.some(({ column }) => record.fields[column]);
  if (byTable) {
    for (const { column, of } of OF_ALERTS) {
      const [there, expected] = [record.fields[column] ?? '', values(of).join(',')];
      if (there !== expected) faults.push(`lost: ${column} is "${there}" and not "${expected}"`);
    }
    return faults;
  }
  const expected = [...new Set(OF_ALERTS.flatMap(({ type, of }) => values(of).map((value) => `${type}:${value}`)))];
  const found = record.observables.map(({ type, value }) => `${type}:${value}`);
  const isSaid = (item) =>
    warned.some(
      ({ code, message }) =>
        code === 'ITEMS_UNCONFIRMED' && message.split(/[\s,]+/).some((word) => word.replace(/\.$/, '') === item),
    );
  for (const item of expected) {
    const times = found.filter((it) => it === item).length;
    if (times > 1) faults.push(`doubled: observable ${item}`);
    if (times === 0 && !isSaid(item)) faults.push(`lost: observable ${item}`);
  }
  for (const item of found) if (!expected.includes(item)) faults.push(`an observable that never was: ${item}`);
  return faults;
}
