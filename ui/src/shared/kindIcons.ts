import {
  IconBolt,
  IconBook,
  IconBrain,
  IconChartBar,
  IconCloud,
  IconCpu,
  IconDatabase,
  IconDeviceMobile,
  IconFile,
  IconFlask,
  IconKey,
  IconPackage,
  IconRobot,
  IconRoute,
  IconServer,
  IconShape,
  IconShield,
  IconTable,
  IconTool,
  IconWorld,
} from '@tabler/icons-react';

const icons = {
  bolt: IconBolt,
  book: IconBook,
  brain: IconBrain,
  chart: IconChartBar,
  cloud: IconCloud,
  cpu: IconCpu,
  database: IconDatabase,
  file: IconFile,
  flask: IconFlask,
  key: IconKey,
  mobile: IconDeviceMobile,
  package: IconPackage,
  robot: IconRobot,
  route: IconRoute,
  server: IconServer,
  shield: IconShield,
  table: IconTable,
  tool: IconTool,
  world: IconWorld,
};

/** The icon a declared kind names; a neutral mark when it names none, or one that is not here. docs/kinds.md lists them. */
export const iconNamed = (name: string | null | undefined) =>
  name && Object.hasOwn(icons, name) ? icons[name as keyof typeof icons] : IconShape;
