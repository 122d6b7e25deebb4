"""The WinRM endpoint of an emulated host: HTTP with NTLM and message encryption, SOAP, shells."""
