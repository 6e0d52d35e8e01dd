import type { Plugin } from 'vite';

/** What plugins import by name and get from this build: of React there must be one, and the SDK is nowhere else. */
const shared: Record<string, () => string | Promise<string>> = {
  react: () => commonJs('react'),
  'react/jsx-runtime': () => commonJs('react/jsx-runtime'),
  'react-dom': () => commonJs('react-dom'),
  'react-dom/client': () => commonJs('react-dom/client'),
  '@tanstack/react-query': () => `export * from '@tanstack/react-query';`,
  '@eventcatalog/sdk': () => `export * from '/src/sdk/index.ts';`,
};

const prefix = 'virtual:shared/';

/** The names of a CommonJS module are known only to who runs it. */
async function commonJs(id: string): Promise<string> {
  const { default: exported } = (await import(id)) as { default: object };
  const names = Object.keys(exported).filter((name) => name !== 'default');
  return `import all from '${id}';\nexport default all;\nexport const { ${names.join(', ')} } = all;`;
}

/**
 * Builds each of them as a file of its own whose exports keep their names, made of the same chunks as the portal itself, and writes the
 * import map that leads plugins to them. It stands in index.html before any module; the server allows it by its hash.
 */
export function sharedModules(): Plugin {
  return {
    name: 'shared-modules',
    apply: 'build',
    buildStart() {
      for (const id of Object.keys(shared))
        this.emitFile({ type: 'chunk', id: prefix + id, name: id.replace(/\W+/g, '-'), preserveSignature: 'strict' });
    },
    resolveId: (id) => (id.startsWith(prefix) ? id : undefined),
    load: (id) => (id.startsWith(prefix) ? shared[id.slice(prefix.length)]?.() : undefined),
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle }) {
        const files = Object.values(bundle ?? {}).flatMap((file): [string, string][] =>
          file.type === 'chunk' && file.facadeModuleId?.startsWith(prefix)
            ? [[file.facadeModuleId.slice(prefix.length), `/${file.fileName}`]]
            : [],
        );
        const missing = Object.keys(shared).filter((id) => !files.some(([name]) => name === id));
        if (missing.length > 0) throw new Error(`The build made no file of ${missing.join(', ')}.`);
        const imports = Object.fromEntries(files.sort());
        return [
          {
            tag: 'script',
            attrs: { type: 'importmap' },
            children: JSON.stringify({ imports }),
            injectTo: 'head-prepend',
          },
        ];
      },
    },
  };
}
