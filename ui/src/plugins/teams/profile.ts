const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const text = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? value : undefined);

/** What `spec.profile` of a User or Group publishes. */
export function profileOf(spec: unknown): { displayName: string | undefined; email: string | undefined } {
  const profile = asRecord(asRecord(spec).profile);
  return { displayName: text(profile.displayName), email: text(profile.email) };
}

/** A team's mission, from `spec.mission` or an annotation whose name ends in `mission`. */
export function missionOf(group: { spec: unknown; annotations: unknown }): string | undefined {
  const annotation = Object.entries(asRecord(group.annotations)).find(([key]) => /(^|\/)mission$/.test(key));
  return text(asRecord(group.spec).mission) ?? text(annotation?.[1]);
}
