import { expect, type Page } from '@playwright/test';

/** The sample cases, by a name for short, with how their titles begin. */
const SAMPLES: { [name: string]: RegExp } = {
  'Credential phishing': /^Credential phishing/,
  'DNS tunnelling': /^Possible DNS tunnelling/,
  'Ransomware, in many scripts': /^勒索软件/,
  'Long intrusion': /^Long-running intrusion/,
};

const PAGES = {
  Cases: { link: 'Cases', heading: 'Cases' },
  Connectors: { link: 'External connection', heading: 'Edit external connection' },
  Queue: { link: 'Queue', heading: 'Push queue' },
  History: { link: 'History', heading: 'Push history' },
};

/** What a person does on the dashboard, by the roles and labels that a person or a screen reader finds. */
export class Dashboard {
  constructor(readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.goto('/');
    await expect(this.heading('Cases')).toBeVisible();
  }

  heading(name: string | RegExp) {
    return this.page.getByRole('heading', { level: 1, name });
  }

  async goTo(name: keyof typeof PAGES): Promise<void> {
    const { link, heading } = PAGES[name];
    await this.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: link }).click();
    await expect(this.heading(heading)).toBeVisible();
  }

  /** The default connector, as the external connection shows it. */
  system() {
    return this.page.getByRole('button', { name: /Incident management system/ });
  }

  /** The flyout of a new connector, or of a stored one. */
  flyout(name?: string) {
    return this.page.getByRole('dialog', { name: name ? `Update ${name}` : 'Add new connector' });
  }

  /** From the external connection to the empty form of a type. */
  async newConnector(type: string): Promise<void> {
    await this.goTo('Connectors');
    await this.page.getByRole('main').getByRole('button', { name: 'Add new connector' }).click();
    await this.flyout().getByRole('radio', { name: type, exact: true }).check();
    await expect(this.page.getByRole('form', { name: `${type} connector` })).toBeVisible();
  }

  async updateConnector(name: string): Promise<void> {
    await this.goTo('Connectors');
    await this.page.getByRole('button', { name: `Update ${name}` }).click();
    await expect(this.flyout(name)).toBeVisible();
  }

  async save(): Promise<void> {
    await this.page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
  }

  /** Saves the connector, and waits until it stands in the list. */
  async saveAs(name: string): Promise<void> {
    await this.save();
    await expect(this.page.getByRole('dialog')).toBeHidden();
    await expect(this.page.getByRole('heading', { name, exact: true })).toBeVisible();
  }

  /** A connector to the simulator, with the demonstration account. */
  async useSimulator(type: string, name: string): Promise<void> {
    await this.newConnector(type);
    await this.page.getByLabel('Connector name').fill(name);
    await this.page.getByRole('button', { name: 'Use the simulator' }).click();
    await this.saveAs(name);
  }

  /** Lets every case use this connector that names no other. */
  async makeDefault(name: string): Promise<void> {
    await this.goTo('Connectors');
    await this.system().click();
    await this.page.getByRole('option', { name: new RegExp(`^${name}`) }).click();
    await expect(this.system()).toContainText(name);
    await expect(this.page.getByText('Settings are saved').first()).toBeVisible();
  }

  async goToSecrets(): Promise<void> {
    await this.goTo('Connectors');
    await this.page.getByRole('link', { name: 'Secrets', exact: true }).click();
    await expect(this.heading('Secrets')).toBeVisible();
  }

  /** Chooses where secrets are kept. */
  async keepSecrets(level: RegExp, passphrase?: string): Promise<void> {
    await this.goToSecrets();
    await this.page.getByRole('radio', { name: level }).check();
    if (passphrase !== undefined) {
      await this.page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
      await this.page.getByLabel('Passphrase once more').fill(passphrase);
    }
    await this.button('Keep them this way').click();
    await expect(this.button('Keep them this way')).toBeHidden();
  }

  /** Waits until a push stands at this many writes. */
  async standsAt(done: number): Promise<void> {
    const progress = this.page.getByRole('progressbar', { name: 'Push' });
    await expect(progress).toHaveAttribute('value', String(done));
  }

  async choose(sample: string): Promise<void> {
    await this.goTo('Cases');
    await this.page
      .getByRole('table')
      .getByRole('link', { name: SAMPLES[sample] ?? sample })
      .click();
    await expect(this.page.getByRole('heading', { name: 'External incident' })).toBeVisible();
  }

  /** Imports files, in place of what is here under the same ids. A single case opens. */
  async importCases(files: string[]): Promise<void> {
    await this.goTo('Cases');
    await this.button('Import cases').click();
    const flyout = this.page.getByRole('dialog', { name: 'Import cases' });
    await flyout
      .getByLabel('Files')
      .setInputFiles(
        files.map((text, at) => ({ name: `${at}.json`, mimeType: 'application/json', buffer: Buffer.from(text) })),
      );
    await flyout.getByLabel(/^Replace cases/).check();
    await flyout.getByRole('button', { name: 'Import', exact: true }).click();
  }

  /** Chooses a value of a filter of the list, or takes it back. */
  async filter(name: string, option: string): Promise<void> {
    const filters = this.page.getByRole('group', { name: 'Filters' });
    await filters.getByRole('button', { name: new RegExp(`^${name}`) }).click();
    const popover = this.page.getByRole('dialog', { name: `Filter by ${name.toLowerCase()}` });
    await popover.getByPlaceholder('Search').fill(option);
    await popover.getByRole('option').filter({ hasText: option }).first().click();
    await this.page.keyboard.press('Escape');
    await expect(popover).toBeHidden();
  }

  /** Waits until the engine has looked at all cases. */
  async statesAreKnown(state: string, number: number): Promise<void> {
    const filters = this.page.getByRole('group', { name: 'Filters' });
    await filters.getByRole('button', { name: /^Push state/ }).click();
    const popover = this.page.getByRole('dialog', { name: 'Filter by push state' });
    await expect(popover.getByRole('option').filter({ hasText: state })).toContainText(String(number));
    await this.page.keyboard.press('Escape');
    await expect(popover).toBeHidden();
  }

  async chooseConnector(name: string): Promise<void> {
    await this.page.getByRole('combobox', { name: 'Connector' }).selectOption({ label: name });
  }

  button(name: string | RegExp) {
    return this.page.getByRole('button', { name });
  }

  /** Pushes, and waits for the incident's number. */
  async push(name: string | RegExp): Promise<string> {
    await this.button(name).click();
    const done = this.complete();
    await expect(done).toBeVisible();
    const link = done.getByRole('link');
    await expect(link).toBeVisible();
    return ((await link.textContent()) ?? '').replace(/\s*\(.*/s, '').trim();
  }

  complete() {
    return this.page.getByRole('status').filter({ hasText: 'The push is complete' });
  }

  /** Opens the incident in the simulated system. */
  async openIncident(): Promise<Page> {
    const [incident] = await Promise.all([this.page.waitForEvent('popup'), this.complete().getByRole('link').click()]);
    await expect(incident.getByRole('heading', { level: 1 })).toBeVisible();
    return incident;
  }

  async editTitle(title: string): Promise<void> {
    await this.button('Edit the title').click();
    await this.page.getByLabel('Title', { exact: true }).fill(title);
    await this.button('Save title').click();
    await expect(this.heading(title)).toBeVisible();
  }

  async addComment(text: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Add a comment' }).fill(text);
    await this.button('Add comment').click();
    await expect(this.page.getByRole('list', { name: 'Activity' }).getByText(text)).toBeVisible();
  }

  async editComment(of: RegExp, text: string): Promise<void> {
    await this.page.getByRole('button', { name: of }).first().click();
    await this.page.getByRole('textbox', { name: 'Edit the comment' }).fill(text);
    await this.button('Save comment').click();
    // The editor stands in the list too, and holds the text before it is saved.
    await expect(this.button('Save comment')).toBeHidden();
    await expect(this.page.getByRole('list', { name: 'Activity' }).getByText(text)).toBeVisible();
  }
}
