// The licence of the host, asked as Kibana's plugins ask for it.

/** From the highest: the first that the licence reaches is its level. A trial reaches all. */
const LEVELS = ['enterprise', 'platinum', 'gold', 'standard', 'basic'];

/** What a licence allows now. One that has expired or cannot be read allows nothing. */
function levelOf(license) {
  try {
    if (!license.isAvailable || !license.isActive) return 'none';
    return LEVELS.find((level) => license.hasAtLeast(level)) ?? 'none';
  } catch {
    return 'none';
  }
}

/** Follows `license$`, where the host has one, from the start; else the licence is asked for once. */
export class Licensing {
  #licensing;
  #level = null;
  #told;
  #firstTold;
  #subscription;
  #asked = null;

  constructor(licensing) {
    this.#licensing = licensing;
    this.#firstTold = new Promise((resolve) => {
      this.#told = resolve;
    });
    const lost = () => this.#is('none');
    this.#subscription = licensing.license$?.subscribe({
      next: (license) => this.#is(levelOf(license)),
      error: lost,
      // Nothing was said, and nothing more will be.
      complete: () => this.#level ?? lost(),
    });
  }

  /** Resolves once it is known, or nobody says it any more. */
  known() {
    this.#asked ??= this.#ask();
    return this.#firstTold;
  }

  /** What counts now; `none` as long as nobody has said. */
  level() {
    return this.#level ?? 'none';
  }

  stop() {
    this.#subscription?.unsubscribe();
    this.#told();
  }

  async #ask() {
    const { getLicense, license$ } = this.#licensing;
    if (license$ !== undefined) return;
    try {
      this.#is(levelOf(await getLicense.call(this.#licensing)));
    } catch {
      this.#is('none');
    }
  }

  #is(level) {
    this.#level = level;
    this.#told();
  }
}
