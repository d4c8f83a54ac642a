// What the gateway itself answers when it does not pass a request on. docs/gateway.md explains each code.

import { HARDENING, MARK } from './headers.js';

/** Code -> status, message, remedy. */
const REFUSALS = {
  GATEWAY_BAD_REQUEST: [400, 'The gateway does not accept this request.', 'Correct the request; nothing was sent.'],
  GATEWAY_UNAUTHORIZED: [401, 'The gateway does not know who you are.', 'Log in to this site again, then repeat.'],
  GATEWAY_ORIGIN: [
    403,
    'The gateway does not serve pages of this origin.',
    "Add the page's origin to the gateway's `origins`.",
  ],
  GATEWAY_TARGET_UNKNOWN: [
    403,
    'The gateway has no target for this URL.',
    "Compare the connector's URL and id with the gateway's `targets`: they must be the same to the letter.",
  ],
  GATEWAY_PRIVATE_ADDRESS: [
    403,
    "The target's name leads to a private address.",
    "Correct the name, or its entry in DNS. A server inside your network must be named in the gateway's `allowPrivate`.",
  ],
  GATEWAY_METHOD: [405, 'The gateway passes on GET, POST, PUT and PATCH only.', 'Use one of these methods.'],
  GATEWAY_BODY_TOO_LARGE: [
    413,
    'The request is larger than the gateway passes on.',
    "Shorten the text, or raise the gateway's `maxRequestBytes`. Nothing was sent.",
  ],
  GATEWAY_FAULT: [
    500,
    'A function that the gateway was given has failed.',
    'The operator must look at `authorize` and at the `authorization` of the target.',
  ],
  GATEWAY_REDIRECT: [
    502,
    'The target answered with a redirect, which the gateway does not follow.',
    "Use the URL to which it redirects as the connector's URL. Where it is a login page, look at single sign-on.",
  ],
  GATEWAY_UNREACHABLE: [
    502,
    'The gateway got no whole answer from the target. What was sent may have been carried out.',
    "Check the URL, and the gateway's way to it: DNS, firewall, certificate. Look in the target before you repeat a write.",
  ],
  GATEWAY_ANSWER_TOO_LARGE: [
    502,
    'The answer of the target is larger than the gateway passes on. What was sent may have been carried out.',
    "Ask for less, or raise the gateway's `maxResponseBytes`.",
  ],
  GATEWAY_TIMEOUT: [
    504,
    'The target did not answer in time. What was sent may have been carried out.',
    'Look in the target before you repeat a write.',
  ],
};

/** Thrown wherever a request is found wanting; the handler answers it. */
export class Refusal extends Error {
  constructor(code, message) {
    const [status, usual, remedy] = REFUSALS[code];
    super(message ?? usual);
    Object.assign(this, { code, status, remedy });
  }

  toResponse() {
    const { code, message, remedy, status } = this;
    const headers = { ...Object.fromEntries(HARDENING), 'content-type': 'application/json', [MARK]: code };
    if (code === 'GATEWAY_METHOD') headers.allow = 'GET, POST, PUT, PATCH, OPTIONS';
    return new Response(JSON.stringify({ code, message, remedy }), { status, headers });
  }
}
