"""iisfleet: deploys ASP.NET Core applications to fleets of Windows servers with IIS."""

__version__ = "0.1.0"
