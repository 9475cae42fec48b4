"""What every app may stand on: the Audience, the ports, guarded files. Imports no app of ours."""
