"""winlab: emulated Windows hosts with IIS behind a real PSRP endpoint, to rehearse a rollout on a laptop."""
