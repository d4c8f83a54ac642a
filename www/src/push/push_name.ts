/** What tells one push from another: a case may go to several connectors. */
export const pushName = ({ caseId, connectorId }: { caseId: string | null; connectorId: string | null }) =>
  `${caseId} ${connectorId}`;
