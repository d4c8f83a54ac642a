import { toFile } from './case_file';
import { keyFor, type Files } from './case_database';
import { viewOf } from './case_view';

/** Cases to begin with: the fixtures of the project's tests. One comes with the documents of its alerts. */
export async function loadSamples(): Promise<Files> {
  const [phishing, tunnelling, alerts, ransomware, intrusion] = await Promise.all([
    import('../../../tests/fixtures/cases/phishing.json?raw'),
    import('../../../tests/fixtures/cases/dns_tunnelling.json?raw'),
    import('../../../tests/fixtures/cases/dns_tunnelling.alerts.json?raw'),
    import('../../../tests/fixtures/cases/ransomware_intl.json?raw'),
    import('../../../tests/fixtures/cases/long_intrusion.json?raw'),
  ]);
  const cases = [
    toFile(phishing.default),
    toFile(tunnelling.default, [], [alerts.default]),
    toFile(ransomware.default),
    toFile(intrusion.default),
  ];
  return Object.fromEntries(cases.map((file) => [keyFor(viewOf(file).id), file]));
}
