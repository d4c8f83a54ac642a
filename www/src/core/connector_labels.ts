interface Named {
  id: string;
  name: string;
  type: string;
  config: { apiUrl?: unknown };
}

/** What connectors are called where they are listed: those that share a name, with their type and address too. */
export function labelsOf(
  connectors: readonly Named[],
  types: readonly { id: string; name: string }[],
): ReadonlyMap<string, string> {
  const long = ({ name, type, config }: Named) => {
    const facts = [types.find(({ id }) => id === type)?.name ?? type, config.apiUrl].filter(
      (it) => typeof it === 'string' && it !== '',
    );
    return `${name} (${facts.join(', ')})`;
  };
  const same = (name: (of: Named) => string) => {
    const seen = new Map<string, number>();
    for (const it of connectors) seen.set(name(it), (seen.get(name(it)) ?? 0) + 1);
    return (it: Named) => (seen.get(name(it)) ?? 0) > 1;
  };
  const [isSameName, isSameLong] = [same(({ name }) => name), same(long)];
  return new Map(
    connectors.map((it) => [it.id, !isSameName(it) ? it.name : isSameLong(it) ? `${long(it)}, id ${it.id}` : long(it)]),
  );
}
