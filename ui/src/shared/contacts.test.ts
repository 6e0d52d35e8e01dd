import { expect, test } from 'vitest';
import { contactsOf, isSafeUrl } from './contacts';

test('a channel annotation becomes a link to the channel', () => {
  expect(contactsOf({ annotations: { 'slack.com/channel': '#shop-team' }, links: [] })).toEqual([
    { kind: 'chat', label: '#shop-team', href: 'https://slack.com/app_redirect?channel=shop-team' },
  ]);
});

test('the same address from two places is one contact', () => {
  const contacts = contactsOf({
    annotations: { 'acme.com/email': 'shop@acme.com' },
    spec: { profile: { email: 'shop@acme.com' } },
    links: [],
  });
  expect(contacts.map((contact) => contact.label)).toEqual(['shop@acme.com']);
});

test('a channel and its own address are one contact', () => {
  const annotations = { 'slack.com/channel': '#shop', 'slack.com/url': 'https://acme.slack.com/channels/shop' };
  expect(contactsOf({ annotations, links: [] })).toEqual([
    { kind: 'chat', label: '#shop', href: 'https://acme.slack.com/channels/shop' },
  ]);
});

test('links keep their titles and addresses that run script are left out', () => {
  const links = [{ url: 'https://wiki.acme.com/shop', title: 'Handbook' }, { url: 'javascript:alert(1)' }];
  expect(contactsOf({ annotations: {}, links }).map((contact) => contact.label)).toEqual(['Handbook']);
  expect(isSafeUrl('JAVASCRIPT:alert(1)')).toBe(false);
});

test('annotations that are not text are no contacts', () => {
  expect(contactsOf({ annotations: null, links: [] })).toEqual([]);
  expect(contactsOf({ annotations: { slack: 3 }, links: [] })).toEqual([]);
});
