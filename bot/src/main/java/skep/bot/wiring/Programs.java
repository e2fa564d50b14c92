package skep.bot.wiring;

import skep.deploy.simulated.SimulatedSwarm;
import skep.deploy.swarm.Swarm;

/** Where programs run that run once, such as restic. */
enum Programs {
  OF_THE_SWARM,
  OF_THIS_MACHINE;

  /** A simulated Swarm runs nothing, so this machine does. */
  static Programs on(Swarm swarm) {
    return swarm instanceof SimulatedSwarm ? OF_THIS_MACHINE : OF_THE_SWARM;
  }
}
