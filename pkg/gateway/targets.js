// The base URLs that may be reached, and how a path names one.
import { known } from '../options.js';
import { isAddress, isLoopback, isPrivateHost, isPublicAddress } from './addresses.js';
import { CONNECTOR } from './headers.js';
import { optionsError } from './options.js';
import { Refusal } from './refusals.js';
import { isAmbiguous } from './url.js';

/** A base URL as `{scheme, name, hostname}`; `name` is what follows the prefix in the path: host, port and path. */
function readBaseUrl(text) {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (
    url === null ||
    !['https:', 'http:'].includes(url.protocol) ||
    url.username ||
    url.password ||
    /[?#@\\]/.test(text)
  ) {
    throw optionsError(
      'A base URL cannot be read, or has a user name, a query or a fragment.',
      'Write it like `https://acme.atlassian.net`, with a port and a path where there are any.',
    );
  }
  const name = url.host + url.pathname.replace(/\/$/, '');
  if (isAmbiguous(`/${name}`))
    throw optionsError(`The path of ${name} can be read in more than one way.`, 'Write it plainly.');
  return { scheme: `${url.protocol}//`, name, hostname: url.hostname };
}

/** Reads the options `targets` and `allowPrivate`. */
export function createTargets({ targets, allowPrivate = [], authorize, resolve }) {
  if (!Array.isArray(targets) || targets.length === 0) {
    throw optionsError(
      'The gateway has no targets.',
      'Name at least one: `targets: [{ baseUrl: "https://acme.atlassian.net" }]`.',
    );
  }
  const excepted = new Set(allowPrivate.map(readBaseUrl).map(({ scheme, name }) => scheme + name));
  /** By name. */
  const byName = new Map();

  for (const given of targets) {
    const { baseUrl, connectorId, authorization } = known('a target of createGateway', given);
    const { scheme, name, hostname } = readBaseUrl(baseUrl);
    const isExcepted = excepted.has(scheme + name);
    if (!isExcepted && isPrivateHost(hostname)) {
      throw optionsError(
        `${name} is a private host.`,
        'If it is the one that you mean, name this base URL in `allowPrivate` too.',
      );
    }
    if (scheme === 'http://' && !(isExcepted && isLoopback(hostname))) {
      throw optionsError(
        `${name} is not reached by https.`,
        'Use https. Only a server on this machine, named in `allowPrivate`, may do without.',
      );
    }
    const target = byName.get(name) ?? {
      name,
      baseUrl: scheme + name,
      hostname,
      isExcepted,
      relays: false,
      secrets: new Map(),
    };
    const twice = connectorId === undefined ? target.relays : target.secrets.has(connectorId);
    if (target.baseUrl !== scheme + name || twice) {
      throw optionsError(
        `${name} is named twice.`,
        'Several targets with one base URL need connector ids that differ.',
      );
    }
    if ((connectorId === undefined) !== (authorization === undefined)) {
      throw optionsError(
        `${name} has only one of \`connectorId\` and \`authorization\`.`,
        'To hold a secret, give both; to relay, neither.',
      );
    }
    if (authorization === undefined) target.relays = true;
    else target.secrets.set(connectorId, authorization);
    byName.set(name, target);
  }

  const longestFirst = [...byName.values()].sort((a, b) => b.name.length - a.name.length);
  const holdsSecrets = longestFirst.some((target) => target.secrets.size > 0);
  if (holdsSecrets && !authorize) {
    throw optionsError(
      'A gateway that holds secrets must know who may use them.',
      'Give `authorize`, your own login check.',
    );
  }

  return {
    holdsSecrets,

    /** The target that a path (after the prefix) names, and the rest of the path. */
    find(path) {
      const text = path.slice(1);
      const target = longestFirst.find(({ name }) => text === name || text.startsWith(`${name}/`));
      if (!path.startsWith('/') || target === undefined) throw new Refusal('GATEWAY_TARGET_UNKNOWN');
      return { target, rest: text.slice(target.name.length) };
    },

    /** Where the `Authorization` comes from: the page, or the target's own function. */
    credential(target, headers) {
      const connectorId = headers.get(CONNECTOR);
      if (connectorId === null) {
        if (!target.relays)
          throw new Refusal(
            'GATEWAY_BAD_REQUEST',
            `This target needs the header ${CONNECTOR}: the gateway holds its secret.`,
          );
        return () => headers.get('authorization');
      }
      const authorization = target.secrets.get(connectorId);
      if (authorization === undefined) throw new Refusal('GATEWAY_TARGET_UNKNOWN');
      if (headers.has('authorization')) {
        throw new Refusal(
          'GATEWAY_BAD_REQUEST',
          'The gateway holds the secret of this connector: send no Authorization.',
        );
      }
      return async () => {
        const value = await authorization();
        if (typeof value !== 'string' || value === '') throw new Refusal('GATEWAY_FAULT');
        return value;
      };
    },

    /** Throws where a target's name leads into a private network. */
    async checkAddress(target) {
      if (target.isExcepted || !resolve || isAddress(target.hostname)) return;
      let addresses = [];
      try {
        addresses = await resolve(target.hostname);
      } catch {
        // No such name, or nobody to ask.
      }
      if (addresses.length === 0)
        throw new Refusal('GATEWAY_UNREACHABLE', "The target's name was not found. Nothing was sent.");
      if (!addresses.every(isPublicAddress)) throw new Refusal('GATEWAY_PRIVATE_ADDRESS');
    },
  };
}
