// Written from the forms of the engine. `cargo test --test engine generated::` says how to bring it up to date.

/** What a host may show before the engine is there. */
export const TYPES = Object.freeze(
  [
    { id: '.servicenow', name: 'ServiceNow', minimumLicense: 'platinum' },
    { id: '.servicenow-sir', name: 'ServiceNow SecOps', minimumLicense: 'platinum' },
    { id: '.jira', name: 'Jira', minimumLicense: 'gold' },
    { id: '.resilient', name: 'IBM Resilient', minimumLicense: 'platinum' },
  ].map(Object.freeze),
);
