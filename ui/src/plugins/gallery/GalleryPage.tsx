import { Button, FileButton } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { GalleryDocument } from '../../generated/documents';
import { Answer, Failure } from '../../shared/kit/Answer';
import { Command } from '../../shared/kit/Command';
import { Empty } from '../../shared/kit/Empty';
import { Page } from '../../shared/kit/Page';
import { Panel } from '../../shared/kit/Panel';
import { graphqlQuery } from '../../shared/queries';
import { change } from './changes';
import styles from './GalleryPage.module.css';
import { PluginPanel } from './PluginPanel';

const galleryQuery = graphqlQuery(['plugins', 'gallery'], GalleryDocument, {});

/** What is installed, who answers for it, what it may do, who brought it and when; with the switches. */
export default function GalleryPage() {
  const query = useQuery(galleryQuery);
  return (
    <Page
      title="Plugins"
      lead="What is added to this portal while it runs. Every installation, rollback and switch is in the log."
      actions={<Install />}
    >
      <Answer query={query} what="The plugins" lines={6}>
        {({ plugins }) =>
          plugins.length === 0 ? (
            <Panel title="No plugins">
              <Empty title="No plugin is installed.">
                <span>Begin one with</span>
                <Command text="eventcatalog plugin new hello" />
                <span>and bring it here with</span>
                <Command text={`eventcatalog plugin install hello --portal ${window.location.origin}`} />
              </Empty>
            </Panel>
          ) : (
            <div className={styles.plugins}>
              {plugins.map((plugin) => (
                <PluginPanel key={plugin.id} plugin={plugin} />
              ))}
            </div>
          )
        }
      </Answer>
    </Page>
  );
}

function Install() {
  const client = useQueryClient();
  const install = useMutation({
    mutationFn: (archive: File) => change('', archive),
    onSuccess: () => client.invalidateQueries({ queryKey: ['plugins'] }),
  });
  return (
    <div className={styles.install}>
      <FileButton
        onChange={(archive) => archive && install.mutate(archive)}
        accept="application/zip,.zip"
        inputProps={{ 'aria-label': 'Archive of a plugin' }}
      >
        {(props) => (
          <Button {...props} loading={install.isPending}>
            Install from a file
          </Button>
        )}
      </FileButton>
      {install.isError && <Failure what="The plugin" did="was not installed" error={install.error} />}
    </div>
  );
}
