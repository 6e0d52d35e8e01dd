export interface NamedLink {
  name: string;
  url: string;
}

/** An http address as it is; undefined for anything else, which a link must not lead to. */
export const safe = (text: string | undefined): string | undefined =>
  text && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) ? text : undefined;

/** One panel a line: its name, then its address. Lines without a safe address are left out. */
export const panelsOf = (annotation = ''): NamedLink[] =>
  annotation.split('\n').flatMap((line) => {
    const [name, url] = [line.replace(/\S+\s*$/, '').trim(), safe(line.trim().split(/\s+/).at(-1))];
    return url ? [{ name: name || url, url }] : [];
  });
