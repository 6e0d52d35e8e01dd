/** A way to reach a team: text to show, and an address where there is one. */
export interface Contact {
  kind: 'chat' | 'mail' | 'pager' | 'link';
  label: string;
  href?: string;
}

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** Only addresses that cannot run script when clicked. */
export const isSafeUrl = (url: string) => /^(https?|mailto|tel):/i.test(url);

function slack(value: string): Contact {
  if (isSafeUrl(value)) return { kind: 'chat', label: value.replace(/^https?:\/\//, ''), href: value };
  const channel = value.replace(/^#/, '');
  // Slack's own redirect finds the workspace of the person who clicks.
  return {
    kind: 'chat',
    label: `#${channel}`,
    href: `https://slack.com/app_redirect?channel=${encodeURIComponent(channel)}`,
  };
}

const mail = (address: string): Contact => ({ kind: 'mail', label: address, href: `mailto:${address}` });

/** A channel named once by itself and once by its address is one contact: the name to read, the address to follow. */
function withoutTwins(contacts: readonly Contact[]): Contact[] {
  const twinOf = (channel: Contact) =>
    channel.label.startsWith('#')
      ? contacts.find(
          (each) => each !== channel && each.kind === 'chat' && each.href?.endsWith(`/${channel.label.slice(1)}`),
        )
      : undefined;
  const twins = new Set(contacts.map(twinOf));
  return contacts
    .filter((each) => !twins.has(each))
    .map((each) => {
      const href = twinOf(each)?.href;
      return href ? { ...each, href } : each;
    });
}

/**
 * How to reach an owner, from what its descriptor publishes: annotations that name a Slack channel, a mail address or a
 * PagerDuty service, the mail address of its profile, then its links. Each address once.
 */
export function contactsOf(entity: {
  annotations: unknown;
  spec?: unknown;
  links: readonly { url: string; title?: string | null | undefined }[];
}): Contact[] {
  const annotations = Object.entries(asRecord(entity.annotations)).filter(
    (each): each is [string, string] => typeof each[1] === 'string' && each[1] !== '',
  );
  const found = annotations.flatMap(([key, value]): Contact[] => {
    if (/slack/i.test(key)) return [slack(value)];
    if (/(^|[/.-])e?mail$/i.test(key)) return [mail(value)];
    if (key === 'pagerduty.com/service-id')
      return [
        {
          kind: 'pager',
          label: 'PagerDuty',
          href: `https://app.pagerduty.com/service-directory/${encodeURIComponent(value)}`,
        },
      ];
    return [];
  });
  const email = asRecord(asRecord(entity.spec).profile).email;
  if (typeof email === 'string' && email !== '') found.push(mail(email));
  for (const { url, title } of entity.links)
    if (isSafeUrl(url))
      found.push({
        kind: /slack\./.test(url) ? 'chat' : url.startsWith('mailto:') ? 'mail' : 'link',
        label: title ?? url,
        href: url,
      });
  const contacts = withoutTwins(found);
  return contacts.filter((each, index) => contacts.findIndex((other) => other.href === each.href) === index);
}
