// Which pages may call, and what CORS tells their browsers.
import { FROM_PAGE, LIMITS, MARK, isPassedBack } from './headers.js';
import { optionsError } from './options.js';
import { Refusal } from './refusals.js';

/** Reads the options `origins` and `authorize`. */
export function createOrigins({ origins = [], authorize }) {
  for (const origin of origins) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      throw optionsError(
        `\`${origin}\` is no origin.`,
        'Write scheme, host and port only, like `https://dashboard.example`.',
      );
    }
  }
  // The gateway cannot know its own name: a page that reaches it under another (DNS rebinding) would be "same origin".
  if (origins.length === 0) {
    throw optionsError(
      'A gateway must know which pages may call it.',
      'Name their origins in `origins`; its own too, if its pages call it.',
    );
  }
  const listed = new Set(origins);
  const hosts = new Set(origins.map((origin) => new URL(origin).host));

  /** Whether a page of this origin may call. */
  const isAllowed = (origin) => listed.has(origin);

  return {
    /** Throws unless the page that sent this may call. */
    check({ headers }, own) {
      const origin = headers.get('origin');
      // Browsers send none with a GET to the page's own site, nor with requests outside CORS, such as for images. Then the name by
      // which the gateway was called says whose page it is: a foreign one may lead here (DNS rebinding).
      const site = headers.get('sec-fetch-site') ?? 'none';
      const isOwn = hosts.has(own.replace(/^.*:\/\//, ''));
      const fine = origin === null ? ['none', 'same-origin'].includes(site) && isOwn : isAllowed(origin);
      if (!fine) throw new Refusal('GATEWAY_ORIGIN');
    },

    /** Lets the page read an answer, a refusal too. */
    expose(request, answer) {
      answer.set('vary', 'Origin');
      const origin = request.headers.get('origin');
      if (origin === null || !isAllowed(origin)) return;
      answer.set('access-control-allow-origin', origin);
      answer.set(
        'access-control-expose-headers',
        [MARK, LIMITS, ...[...answer.keys()].filter(isPassedBack)].join(', '),
      );
      // The host's login check may need its cookie. Cookies never go on to a target.
      if (authorize) answer.set('access-control-allow-credentials', 'true');
    },
  };
}

export const isPreflight = ({ method, headers }) =>
  method === 'OPTIONS' && headers.has('origin') && headers.has('access-control-request-method');

export const preflightAnswer = () =>
  new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-methods': 'GET, POST, PUT, PATCH',
      'access-control-allow-headers': FROM_PAGE.join(', '),
      'access-control-max-age': '600',
    },
  });
