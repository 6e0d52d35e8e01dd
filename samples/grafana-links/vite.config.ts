/** One module beside a copy of plugin.json; what the portal brings stays an import. */
export default {
  publicDir: 'public',
  build: {
    lib: { entry: 'src/index.tsx', formats: ['es'], fileName: 'index' },
    rollupOptions: { external: [/^react($|\/)/, /^react-dom($|\/)/, '@eventcatalog/sdk', '@tanstack/react-query'] },
  },
};
