import { toFile, type CaseFile } from './case_file';

/** A case to begin with. The files are the fixtures of the project's tests, fetched when they are chosen. */
export interface Sample {
  key: string;
  name: string;
  about: string;
  load: () => Promise<CaseFile>;
}

const raw = (module: { default: string }) => module.default;

export const SAMPLES: readonly Sample[] = [
  {
    key: 'phishing',
    name: 'Credential phishing',
    about: 'Three comments; a table, a task list and code that looks like markup.',
    load: async () => toFile(raw(await import('../../../tests/fixtures/cases/phishing.json?raw'))),
  },
  {
    key: 'dns_tunnelling',
    name: 'DNS tunnelling',
    about: 'Two comments and four alerts, with an issue type and a priority of its own.',
    load: async () => toFile(raw(await import('../../../tests/fixtures/cases/dns_tunnelling.json?raw'))),
  },
  {
    key: 'ransomware_intl',
    name: 'Ransomware, in many scripts',
    about: 'Chinese, Arabic, Russian and emoji in one case.',
    load: async () => toFile(raw(await import('../../../tests/fixtures/cases/ransomware_intl.json?raw'))),
  },
  {
    key: 'long_intrusion',
    name: 'Long intrusion',
    about: '120 comments, and a title at the limit of its length.',
    load: async () => toFile(raw(await import('../../../tests/fixtures/cases/long_intrusion.json?raw'))),
  },
  {
    key: 'phishing.v9',
    name: 'Credential phishing, from Kibana 9',
    about: 'The same case in the newer shape: the comments come apart, as a page of their own.',
    load: async () => {
      const [securityCase, comments] = await Promise.all([
        import('../../../tests/fixtures/cases/phishing.v9.case.json?raw'),
        import('../../../tests/fixtures/cases/phishing.v9.comments.json?raw'),
      ]);
      return toFile(raw(securityCase), [raw(comments)]);
    },
  },
];
