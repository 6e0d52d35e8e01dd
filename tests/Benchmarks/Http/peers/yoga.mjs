// node yoga.mjs SDL QUERY: graphql-yoga as its documentation sets it up; the cache of parsed and valid documents is on by default.
import { createServer } from 'node:http';
import { createSchema, createYoga } from 'graphql-yoga';
import { listen, page, sdl } from './catalog.mjs';

const schema = createSchema({ typeDefs: sdl, resolvers: { Query: { entities: (_, args) => page(args) } } });
listen(createServer(createYoga({ schema, logging: false, graphiql: false, landingPage: false })));
