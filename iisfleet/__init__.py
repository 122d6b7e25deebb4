"""iisfleet: deploys ASP.NET Core applications to fleets of Windows servers with IIS."""
