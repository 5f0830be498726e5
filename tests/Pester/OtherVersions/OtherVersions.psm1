# Uses both libraries for what they are made for, and says in which versions.
function Test-OtherVersion {
    $reader = [CsvHelper.CsvReader]::new([System.IO.StringReader]::new("a,b`n1,2"), [cultureinfo]::InvariantCulture)
    $null = $reader.Read()
    $null = $reader.ReadHeader()
    $null = $reader.Read()
    $bytes = [Google.Protobuf.MessageExtensions]::ToByteArray(([Google.Protobuf.WellKnownTypes.Timestamp]::FromDateTime([datetime]::UnixEpoch.AddSeconds(5))))
    [pscustomobject] @{
        CsvHelper = [CsvHelper.CsvReader].Assembly.GetName().Version.ToString()
        Field     = $reader.GetField('b')
        Protobuf  = [Google.Protobuf.MessageExtensions].Assembly.GetName().Version.ToString()
        Bytes     = $bytes -join ','
    }
}
