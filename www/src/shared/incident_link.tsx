import { EuiLink } from '@elastic/eui';

export function IncidentLink({ title, url }: { title: string; url: string }) {
  // An address from outside: only what a browser opens as a page may become a link.
  if (!/^https?:\/\//i.test(url)) return <strong>{title}</strong>;
  return (
    <EuiLink href={url} target="_blank" rel="noreferrer noopener">
      {title}
    </EuiLink>
  );
}
