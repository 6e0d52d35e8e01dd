import { Component, type ReactNode } from 'react';
import { Failure } from '../../shared/kit/Answer';
import { Page } from '../../shared/kit/Page';
import { noteFault } from './faults';
import type { Manifest } from './installed';

interface Props {
  plugin: Manifest;
  title: string;
  /** A whole page keeps its heading when what should show it fails. */
  isPage: boolean;
  retry: () => void;
  children: ReactNode;
}

/** The border a plugin's faults do not cross: whatever it throws is said here, and all around it goes on. */
export class Box extends Component<Props, { error?: Error | undefined }> {
  override state: { error?: Error | undefined } = {};

  static getDerivedStateFromError(thrown: unknown) {
    return { error: thrown instanceof Error ? thrown : new Error(String(thrown)) };
  }

  override componentDidCatch(thrown: unknown) {
    noteFault(this.props.plugin, `${this.props.title}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }

  override render() {
    const { plugin, title, isPage, retry, children } = this.props;
    const { error } = this.state;
    if (!error) return children;
    const failure = (
      <Failure
        what={`"${title}" of the plugin ${plugin.name} ${plugin.version}`}
        did="failed"
        error={error}
        retry={() => {
          retry();
          this.setState({ error: undefined });
        }}
      />
    );
    return isPage ? <Page title={title}>{failure}</Page> : failure;
  }
}
