import { download } from '../shared/download';
import { asWritten, list, object, type CaseFile } from './case_file';
import type { OpenCase } from './cases';

/** One case as Kibana's API answers it with its comments; several as its `_find` does. */
export function exportCases(cases: readonly OpenCase[]): void {
  const bodies = cases.map(({ file }) => whole(file));
  const [first] = cases;
  if (!first) return;
  if (cases.length === 1) {
    download(`case-${first.key}.json`, JSON.stringify(bodies[0], null, 2));
    return;
  }
  const answer = { page: 1, per_page: bodies.length, total: bodies.length, cases: bodies };
  download('cases.json', JSON.stringify(answer, null, 2));
}

/** The case with its comments in it, wherever they lay. */
function whole({ json, commentPages }: CaseFile) {
  const parse = (bytes: Uint8Array) => object(JSON.parse(new TextDecoder().decode(bytes), asWritten));
  const it = parse(json);
  return { ...it, comments: [it, ...commentPages.map(parse)].flatMap((page) => list(page.comments)) };
}
