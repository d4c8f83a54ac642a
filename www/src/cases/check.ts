import type { ConnectorType } from 'case-connectors';
import type { Engine } from '../app/engine';
import { toFile, toInput, type CaseFile } from './case_file';

/**
 * Has the engine read a pasted case, which throws with the path of what is wrong. The engine reads a case together with a
 * connector, so it gets one that leads nowhere.
 */
export function checked({ api }: Engine, json: string, comments: string): CaseFile {
  const file = toFile(json, comments.trim() ? pagesOf(comments) : []);
  const type = api.connectorTypes().find(({ id }) => id === '.servicenow');
  if (type) api.mapCase(toInput(file), nowhere(type));
  return file;
}

function nowhere(type: ConnectorType) {
  return {
    id: 'nowhere',
    type: type.id,
    name: 'Nowhere',
    config: { apiUrl: 'https://nowhere.invalid', username: 'nobody' },
  };
}

/** One page, or a list of pages. What is no JSON goes to the engine as it is: its message is the better one. */
function pagesOf(text: string): string[] {
  try {
    const pages: unknown = JSON.parse(text);
    return Array.isArray(pages) ? pages.map((page) => JSON.stringify(page)) : [text];
  } catch {
    return [text];
  }
}
