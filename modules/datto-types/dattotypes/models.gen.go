// Code generated from openapi/datto-rmm.json by oapi-codegen v2.8.2. DO NOT EDIT.

package dattotypes

// Defines values for ActivityEntity.
const (
	ActivityEntityDevice ActivityEntity = "DEVICE"
	ActivityEntityUser   ActivityEntity = "USER"
)

// Defines values for AlertPriority.
const (
	AlertPriorityCritical    AlertPriority = "Critical"
	AlertPriorityHigh        AlertPriority = "High"
	AlertPriorityInformation AlertPriority = "Information"
	AlertPriorityLow         AlertPriority = "Low"
	AlertPriorityModerate    AlertPriority = "Moderate"
	AlertPriorityUnknown     AlertPriority = "Unknown"
)

// Defines values for AntivirusContextStatus.
const (
	AntivirusContextStatusNotDetected        AntivirusContextStatus = "NOTDETECTED"
	AntivirusContextStatusNotRunning         AntivirusContextStatus = "NOTRUNNING"
	AntivirusContextStatusRunningNotUpToDate AntivirusContextStatus = "RUNNINGNOTUPTODATE"
)

// Defines values for AntivirusStatus.
const (
	AntivirusStatusNotDetected           AntivirusStatus = "NotDetected"
	AntivirusStatusNotRunning            AntivirusStatus = "NotRunning"
	AntivirusStatusRunningAndNotUpToDate AntivirusStatus = "RunningAndNotUpToDate"
	AntivirusStatusRunningAndUpToDate    AntivirusStatus = "RunningAndUpToDate"
)

// Defines values for ComponentStatus.
const (
	ComponentStatusFailure ComponentStatus = "Failure"
	ComponentStatusSuccess ComponentStatus = "Success"
)

// Defines values for DeviceClass.
const (
	DeviceClassDevice           DeviceClass = "device"
	DeviceClassESXiHost         DeviceClass = "esxihost"
	DeviceClassPrinter          DeviceClass = "printer"
	DeviceClassRMMNetworkDevice DeviceClass = "rmmnetworkdevice"
	DeviceClassUnknown          DeviceClass = "unknown"
)

// Defines values for DiskNameDesignation.
const (
	DiskNameDesignationAllVolumes   DiskNameDesignation = "ALL_VOLUMES"
	DiskNameDesignationAnyVolume    DiskNameDesignation = "ANY_VOLUME"
	DiskNameDesignationSingleVolume DiskNameDesignation = "SINGLE_VOLUME"
)

// Defines values for DiskUsageUnit.
const (
	DiskUsageUnitFree    DiskUsageUnit = "FREE"
	DiskUsageUnitPercent DiskUsageUnit = "PERCENT"
	DiskUsageUnitUsed    DiskUsageUnit = "USED"
)

// Defines values for FileSystemCondition.
const (
	FileSystemConditionAboveThreshold FileSystemCondition = "ABOVE_THRESHOLD"
	FileSystemConditionBelowThreshold FileSystemCondition = "BELOW_THRESHOLD"
	FileSystemConditionCreated        FileSystemCondition = "CREATED"
	FileSystemConditionRemoved        FileSystemCondition = "REMOVED"
)

// Defines values for FileSystemObjectType.
const (
	FileSystemObjectTypeDirectory FileSystemObjectType = "DIRECTORY"
	FileSystemObjectTypeFile      FileSystemObjectType = "FILE"
)

// Defines values for FilterType.
const (
	FilterTypeCustom  FilterType = "custom"
	FilterTypeDefault FilterType = "rmm_default"
	FilterTypeSite    FilterType = "site"
)

// Defines values for JobDeploymentStatus.
const (
	JobDeploymentStatusExpired JobDeploymentStatus = "Expired"
	JobDeploymentStatusFailure JobDeploymentStatus = "Failure"
	JobDeploymentStatusPending JobDeploymentStatus = "Pending"
	JobDeploymentStatusRetired JobDeploymentStatus = "Retired"
	JobDeploymentStatusRunning JobDeploymentStatus = "Running"
	JobDeploymentStatusSuccess JobDeploymentStatus = "Success"
	JobDeploymentStatusWarning JobDeploymentStatus = "Warning"
)

// Defines values for JobStatus.
const (
	JobStatusActive    JobStatus = "active"
	JobStatusCompleted JobStatus = "completed"
)

// Defines values for OnlineStatus.
const (
	OnlineStatusOffline OnlineStatus = "OFFLINE"
	OnlineStatusOnline  OnlineStatus = "ONLINE"
)

// Defines values for PatchInstallStatus.
const (
	PatchInstallStatusApprovedPending PatchInstallStatus = "APPROVED_PENDING"
	PatchInstallStatusInstalled       PatchInstallStatus = "INSTALLED"
	PatchInstallStatusNotApproved     PatchInstallStatus = "NOT_APPROVED"
)

// Defines values for PatchSeverity.
const (
	PatchSeverityCritical    PatchSeverity = "CRITICAL"
	PatchSeverityImportant   PatchSeverity = "IMPORTANT"
	PatchSeverityLow         PatchSeverity = "LOW"
	PatchSeverityModerate    PatchSeverity = "MODERATE"
	PatchSeverityUnspecified PatchSeverity = "UNSPECIFIED"
)

// Defines values for PatchStatus.
const (
	PatchStatusApprovedPending PatchStatus = "ApprovedPending"
	PatchStatusFullyPatched    PatchStatus = "FullyPatched"
	PatchStatusInstallError    PatchStatus = "InstallError"
	PatchStatusNoData          PatchStatus = "NoData"
	PatchStatusNoPolicy        PatchStatus = "NoPolicy"
	PatchStatusRebootRequired  PatchStatus = "RebootRequired"
)

// Defines values for PatchType.
const (
	PatchTypeDriver   PatchType = "DRIVER"
	PatchTypeSoftware PatchType = "SOFTWARE"
)

// Defines values for ProcessStatus.
const (
	ProcessStatusContinuePending ProcessStatus = "CONTINUEPENDING"
	ProcessStatusPausePending    ProcessStatus = "PAUSEPENDING"
	ProcessStatusPaused          ProcessStatus = "PAUSED"
	ProcessStatusRunning         ProcessStatus = "RUNNING"
	ProcessStatusStartPending    ProcessStatus = "STARTPENDING"
	ProcessStatusStopPending     ProcessStatus = "STOPPENDING"
	ProcessStatusStopped         ProcessStatus = "STOPPED"
)

// Defines values for ProxyType.
const (
	ProxyTypeHTTP   ProxyType = "http"
	ProxyTypeSOCKS4 ProxyType = "socks4"
	ProxyTypeSOCKS5 ProxyType = "socks5"
)

// Defines values for ResourceType.
const (
	ResourceTypeCPU            ResourceType = "CPU"
	ResourceTypeDiskHealth     ResourceType = "DISKHEALTH"
	ResourceTypeFan            ResourceType = "FAN"
	ResourceTypeMemory         ResourceType = "MEMORY"
	ResourceTypePSU            ResourceType = "PSU"
	ResourceTypeSNMPThroughput ResourceType = "SNMP_THROUGHPUT"
	ResourceTypeTemperature    ResourceType = "TEMPERATURE"
)

// Defines values for ResponseActionType.
const (
	ResponseActionTypeComponent             ResponseActionType = "COMPONENT"
	ResponseActionTypeEmailSendError        ResponseActionType = "EMAIL_SEND_ERROR"
	ResponseActionTypeEmailSent             ResponseActionType = "EMAIL_SENT"
	ResponseActionTypeTicketClosedCall      ResponseActionType = "TICKET_CLOSED_CALL"
	ResponseActionTypeTicketCreated         ResponseActionType = "TICKET_CREATED"
	ResponseActionTypeTicketCreationError   ResponseActionType = "TICKET_CREATION_ERROR"
	ResponseActionTypeTicketPending         ResponseActionType = "TICKET_PENDING"
	ResponseActionTypeWebhookExecuted       ResponseActionType = "WEBHOOK_EXECUTED"
	ResponseActionTypeWebhookExecutionError ResponseActionType = "WEBHOOK_EXECUTION_ERROR"
)

// Defines values for SecCenterAlertType.
const (
	SecCenterAlertTypeDisabled    SecCenterAlertType = "DISABLED"
	SecCenterAlertTypeNotUpToDate SecCenterAlertType = "NOT_UPTODATE"
)

// Defines values for SoftwareAction.
const (
	SoftwareActionInstalled      SoftwareAction = "INSTALLED"
	SoftwareActionUninstalled    SoftwareAction = "UNINSTALLED"
	SoftwareActionVersionChanged SoftwareAction = "VERSION_CHANGED"
)

// Defines values for UDFType.
const (
	UDFTypeBoolean UDFType = "BOOLEAN"
	UDFTypeDate    UDFType = "DATE"
	UDFTypeNumber  UDFType = "NUMBER"
	UDFTypeString  UDFType = "STRING"
)

// APIKeyPair defines model for APIKeyPair.
type APIKeyPair struct {
	APIAccessKey Secret `json:"apiAccessKey,omitzero"`
	APISecretKey Secret `json:"apiSecretKey,omitzero"`
	UserName     string `json:"userName,omitempty"`
}

// Account defines model for Account.
type Account struct {
	Currency      string                `json:"currency,omitempty"`
	Descriptor    *AccountDescriptor    `json:"descriptor,omitempty"`
	DevicesStatus *AccountDevicesStatus `json:"devicesStatus,omitempty"`
	ID            int64                 `json:"id,omitempty"`
	Name          string                `json:"name,omitempty"`
	UID           string                `json:"uid,omitempty"`
}

// AccountDescriptor defines model for AccountDescriptor.
type AccountDescriptor struct {
	BillingEmail string `json:"bilingEmail,omitempty"`
	DeviceLimit  *int32 `json:"deviceLimit,omitempty"`
	TimeZone     string `json:"timeZone,omitempty"`
}

// AccountDevicesStatus defines model for AccountDevicesStatus.
type AccountDevicesStatus struct {
	NumberOfDevices         *int64 `json:"numberOfDevices,omitempty"`
	NumberOfManagedDevices  *int64 `json:"numberOfManagedDevices,omitempty"`
	NumberOfOfflineDevices  *int64 `json:"numberOfOfflineDevices,omitempty"`
	NumberOfOnDemandDevices *int64 `json:"numberOfOnDemandDevices,omitempty"`
	NumberOfOnlineDevices   *int64 `json:"numberOfOnlineDevices,omitempty"`
}

// ActionContext defines model for ActionContext.
type ActionContext struct {
	Class       string         `json:"@class,omitempty"`
	ActionType  SoftwareAction `json:"actionType,omitempty"`
	PackageName string         `json:"packageName,omitempty"`
	PrevVersion string         `json:"prevVersion,omitempty"`
	Version     string         `json:"version,omitempty"`
}

// ActivityEntity an open enumeration: the server may send values that are no constant here.
type ActivityEntity string

// ActivityLog defines model for ActivityLog.
type ActivityLog struct {
	Action    string         `json:"action,omitempty"`
	Category  string         `json:"category,omitempty"`
	Date      Timestamp      `json:"date,omitzero"`
	Details   string         `json:"details,omitempty"`
	DeviceID  int64          `json:"deviceId,omitempty"`
	Entity    ActivityEntity `json:"entity,omitempty"`
	HasStdErr *bool          `json:"hasStdErr,omitempty"`
	HasStdOut *bool          `json:"hasStdOut,omitempty"`
	Hostname  string         `json:"hostname,omitempty"`
	ID        string         `json:"id,omitempty"`
	Site      *SiteReference `json:"site,omitempty"`
	User      *UserReference `json:"user,omitempty"`
}

// ActivityLogsPage defines model for ActivityLogsPage.
type ActivityLogsPage struct {
	Activities  []ActivityLog `json:"activities,omitempty"`
	Error       string        `json:"error,omitempty"`
	PageDetails PageDetails   `json:"pageDetails"`
}

// Alert defines model for Alert.
type Alert struct {
	AlertContext     AlertContext      `json:"alertContext,omitzero"`
	AlertMonitorInfo *AlertMonitorInfo `json:"alertMonitorInfo,omitempty"`
	AlertSourceInfo  *AlertSourceInfo  `json:"alertSourceInfo,omitempty"`
	AlertUID         string            `json:"alertUid,omitempty"`
	AutoresolveMins  *int32            `json:"autoresolveMins,omitempty"`
	Diagnostics      string            `json:"diagnostics,omitempty"`
	Muted            *bool             `json:"muted,omitempty"`
	Priority         AlertPriority     `json:"priority,omitempty"`
	Resolved         *bool             `json:"resolved,omitempty"`
	ResolvedBy       string            `json:"resolvedBy,omitempty"`
	ResolvedOn       Timestamp         `json:"resolvedOn,omitzero"`
	ResponseActions  []ResponseAction  `json:"responseActions,omitempty"`
	TicketNumber     string            `json:"ticketNumber,omitempty"`
	Timestamp        Timestamp         `json:"timestamp,omitzero"`
}

// AlertMonitorInfo defines model for AlertMonitorInfo.
type AlertMonitorInfo struct {
	CreatesTicket *bool `json:"createsTicket,omitempty"`
	SendsEmails   *bool `json:"sendsEmails,omitempty"`
}

// AlertPriority an open enumeration: the server may send values that are no constant here.
type AlertPriority string

// AlertSourceInfo defines model for AlertSourceInfo.
type AlertSourceInfo struct {
	DeviceName string `json:"deviceName,omitempty"`
	DeviceUID  string `json:"deviceUid,omitempty"`
	SiteName   string `json:"siteName,omitempty"`
	SiteUID    string `json:"siteUid,omitempty"`
}

// AlertsPage defines model for AlertsPage.
type AlertsPage struct {
	Alerts      []Alert     `json:"alerts,omitempty"`
	PageDetails PageDetails `json:"pageDetails"`
}

// Antivirus defines model for Antivirus.
type Antivirus struct {
	AntivirusProduct string          `json:"antivirusProduct,omitempty"`
	AntivirusStatus  AntivirusStatus `json:"antivirusStatus,omitempty"`
}

// AntivirusContext defines model for AntivirusContext.
type AntivirusContext struct {
	Class       string                 `json:"@class,omitempty"`
	ProductName string                 `json:"productName,omitempty"`
	Status      AntivirusContextStatus `json:"status,omitempty"`
}

// AntivirusContextStatus an open enumeration: the server may send values that are no constant here.
type AntivirusContextStatus string

// AntivirusStatus an open enumeration: the server may send values that are no constant here.
type AntivirusStatus string

// AttachedDevice defines model for AttachedDevice.
type AttachedDevice struct {
	DeviceName             string    `json:"deviceName,omitempty"`
	DeviceType             string    `json:"deviceType,omitempty"`
	DriverFile             string    `json:"driverFile,omitempty"`
	DriverFileLastModified Timestamp `json:"driverFileLastModified,omitzero"`
	DriverManufacturer     string    `json:"driverManufacturer,omitempty"`
	DriverName             string    `json:"driverName,omitempty"`
	DriverVersion          string    `json:"driverVersion,omitempty"`
	PortName               string    `json:"portName,omitempty"`
}

// BIOS defines model for BIOS.
type BIOS struct {
	Instance      string    `json:"instance,omitempty"`
	ReleaseDate   Timestamp `json:"releaseDate,omitzero"`
	SerialNumber  string    `json:"serialNumber,omitempty"`
	SmBiosVersion string    `json:"smBiosVersion,omitempty"`
}

// BackupManagementContext defines model for BackupManagementContext.
type BackupManagementContext struct {
	Class        string `json:"@class,omitempty"`
	ErrorMessage string `json:"errorMessage,omitempty"`
	Timeout      *int32 `json:"timeout,omitempty"`
}

// BaseBoard defines model for BaseBoard.
type BaseBoard struct {
	Manufacturer string `json:"manufacturer,omitempty"`
	Product      string `json:"product,omitempty"`
}

// Component defines model for Component.
type Component struct {
	CategoryCode        string              `json:"categoryCode,omitempty"`
	CredentialsRequired *bool               `json:"credentialsRequired,omitempty"`
	Description         string              `json:"description,omitempty"`
	ID                  int64               `json:"id,omitempty"`
	Name                string              `json:"name,omitempty"`
	UID                 string              `json:"uid,omitempty"`
	Variables           []ComponentVariable `json:"variables,omitempty"`
}

// ComponentStatus an open enumeration: the server may send values that are no constant here.
type ComponentStatus string

// ComponentVariable defines model for ComponentVariable.
type ComponentVariable struct {
	DefaultVal   string `json:"defaultVal,omitempty"`
	Description  string `json:"description,omitempty"`
	Direction    *bool  `json:"direction,omitempty"`
	Name         string `json:"name,omitempty"`
	Type         string `json:"type,omitempty"`
	VariablesIdx *int32 `json:"variablesIdx,omitempty"`
}

// ComponentsPage defines model for ComponentsPage.
type ComponentsPage struct {
	Components  []Component `json:"components,omitempty"`
	PageDetails PageDetails `json:"pageDetails"`
}

// CreateQuickJobRequest defines model for CreateQuickJobRequest.
type CreateQuickJobRequest struct {
	JobComponent QuickJobComponent `json:"jobComponent"`
	JobName      string            `json:"jobName"`
}

// CreateSiteRequest defines model for CreateSiteRequest.
type CreateSiteRequest struct {
	Description          *string               `json:"description,omitempty"`
	Name                 string                `json:"name"`
	Notes                *string               `json:"notes,omitempty"`
	OnDemand             *bool                 `json:"onDemand,omitempty"`
	ProxySettings        *ProxySettingsRequest `json:"proxySettings,omitempty"`
	SplashtopAutoInstall *bool                 `json:"splashtopAutoInstall,omitempty"`
}

// CreateVariableRequest defines model for CreateVariableRequest.
type CreateVariableRequest struct {
	Masked *bool  `json:"masked,omitempty"`
	Name   string `json:"name"`
	Value  Secret `json:"value"`
}

// CustomSNMPContext defines model for CustomSNMPContext.
type CustomSNMPContext struct {
	Class           string `json:"@class,omitempty"`
	CurrentValue    string `json:"currentValue,omitempty"`
	DisplayName     string `json:"displayName,omitempty"`
	MonitorInstance string `json:"monitorInstance,omitempty"`
}

// Device defines model for Device.
type Device struct {
	A64Bit                     *bool            `json:"a64Bit,omitempty"`
	Antivirus                  *Antivirus       `json:"antivirus,omitempty"`
	CagVersion                 string           `json:"cagVersion,omitempty"`
	CreationDate               Timestamp        `json:"creationDate,omitzero"`
	Deleted                    *bool            `json:"deleted,omitempty"`
	Description                string           `json:"description,omitempty"`
	DeviceClass                DeviceClass      `json:"deviceClass,omitempty"`
	DeviceType                 *DeviceType      `json:"deviceType,omitempty"`
	DisplayVersion             string           `json:"displayVersion,omitempty"`
	Domain                     string           `json:"domain,omitempty"`
	ExtIPAddress               string           `json:"extIpAddress,omitempty"`
	Hostname                   string           `json:"hostname,omitempty"`
	ID                         int64            `json:"id,omitempty"`
	IntIPAddress               string           `json:"intIpAddress,omitempty"`
	LastAuditDate              Timestamp        `json:"lastAuditDate,omitzero"`
	LastLoggedInUser           string           `json:"lastLoggedInUser,omitempty"`
	LastReboot                 Timestamp        `json:"lastReboot,omitzero"`
	LastSeen                   Timestamp        `json:"lastSeen,omitzero"`
	NetworkProbe               *bool            `json:"networkProbe,omitempty"`
	OnboardedViaNetworkMonitor *bool            `json:"onboardedViaNetworkMonitor,omitempty"`
	Online                     *bool            `json:"online,omitempty"`
	OperatingSystem            string           `json:"operatingSystem,omitempty"`
	PatchManagement            *PatchManagement `json:"patchManagement,omitempty"`
	PortalURL                  string           `json:"portalUrl,omitempty"`
	RebootRequired             *bool            `json:"rebootRequired,omitempty"`
	SiteID                     int64            `json:"siteId,omitempty"`
	SiteName                   string           `json:"siteName,omitempty"`
	SiteUID                    string           `json:"siteUid,omitempty"`
	SNMPEnabled                *bool            `json:"snmpEnabled,omitempty"`
	SoftwareStatus             string           `json:"softwareStatus,omitempty"`
	Suspended                  *bool            `json:"suspended,omitempty"`
	UDF                        UDFs             `json:"udf,omitzero"`
	UID                        string           `json:"uid,omitempty"`
	WarrantyDate               Date             `json:"warrantyDate,omitzero"`
	WebRemoteURL               string           `json:"webRemoteUrl,omitempty"`
}

// DeviceAudit defines model for DeviceAudit.
type DeviceAudit struct {
	AttachedDevices []AttachedDevice   `json:"attachedDevices,omitempty"`
	BaseBoard       *BaseBoard         `json:"baseBoard,omitempty"`
	BIOS            *BIOS              `json:"bios,omitempty"`
	Displays        []Display          `json:"displays,omitempty"`
	LogicalDisks    []LogicalDisk      `json:"logicalDisks,omitempty"`
	MobileInfo      []MobileInfo       `json:"mobileInfo,omitempty"`
	NICs            []NetworkInterface `json:"nics,omitempty"`
	PhysicalMemory  []PhysicalMemory   `json:"physicalMemory,omitempty"`
	PortalURL       string             `json:"portalUrl,omitempty"`
	Processors      []Processor        `json:"processors,omitempty"`
	SNMPInfo        *SNMPInfo          `json:"snmpInfo,omitempty"`
	SystemInfo      *SystemInfo        `json:"systemInfo,omitempty"`
	VideoBoards     []VideoBoard       `json:"videoBoards,omitempty"`
	WebRemoteURL    string             `json:"webRemoteUrl,omitempty"`
}

// DeviceClass an open enumeration: the server may send values that are no constant here.
type DeviceClass string

// DeviceNetworkInterface defines model for DeviceNetworkInterface.
type DeviceNetworkInterface struct {
	DeviceType   *DeviceType        `json:"deviceType,omitempty"`
	ExtIPAddress string             `json:"extIpAddress,omitempty"`
	Hostname     string             `json:"hostname,omitempty"`
	ID           int64              `json:"id,omitempty"`
	IntIPAddress string             `json:"intIpAddress,omitempty"`
	NICs         []NetworkInterface `json:"nics,omitempty"`
	SiteID       int64              `json:"siteId,omitempty"`
	SiteName     string             `json:"siteName,omitempty"`
	SiteUID      string             `json:"siteUid,omitempty"`
	UID          string             `json:"uid,omitempty"`
}

// DeviceType defines model for DeviceType.
type DeviceType struct {
	Category string `json:"category,omitempty"`
	Type     string `json:"type,omitempty"`
}

// DeviceV3 defines model for DeviceV3.
type DeviceV3 struct {
	A64Bit                     *bool            `json:"a64Bit,omitempty"`
	Antivirus                  *Antivirus       `json:"antivirus,omitempty"`
	CagVersion                 string           `json:"cagVersion,omitempty"`
	CreationDate               Timestamp        `json:"creationDate,omitzero"`
	Deleted                    *bool            `json:"deleted,omitempty"`
	Description                string           `json:"description,omitempty"`
	DeviceClass                DeviceClass      `json:"deviceClass,omitempty"`
	DeviceType                 *DeviceType      `json:"deviceType,omitempty"`
	DisplayVersion             string           `json:"displayVersion,omitempty"`
	Domain                     string           `json:"domain,omitempty"`
	ExtIPAddress               string           `json:"extIpAddress,omitempty"`
	Hostname                   string           `json:"hostname,omitempty"`
	ID                         int64            `json:"id,omitempty"`
	IntIPAddress               string           `json:"intIpAddress,omitempty"`
	LastAuditDate              Timestamp        `json:"lastAuditDate,omitzero"`
	LastLoggedInUser           string           `json:"lastLoggedInUser,omitempty"`
	LastReboot                 Timestamp        `json:"lastReboot,omitzero"`
	LastSeen                   Timestamp        `json:"lastSeen,omitzero"`
	NetworkProbe               *bool            `json:"networkProbe,omitempty"`
	OnboardedViaNetworkMonitor *bool            `json:"onboardedViaNetworkMonitor,omitempty"`
	Online                     *bool            `json:"online,omitempty"`
	OperatingSystem            string           `json:"operatingSystem,omitempty"`
	PatchManagement            *PatchManagement `json:"patchManagement,omitempty"`
	PortalURL                  string           `json:"portalUrl,omitempty"`
	RebootRequired             *bool            `json:"rebootRequired,omitempty"`
	SiteID                     int64            `json:"siteId,omitempty"`
	SiteName                   string           `json:"siteName,omitempty"`
	SiteUID                    string           `json:"siteUid,omitempty"`
	SNMPEnabled                *bool            `json:"snmpEnabled,omitempty"`
	SoftwareStatus             string           `json:"softwareStatus,omitempty"`
	Suspended                  *bool            `json:"suspended,omitempty"`
	UDFs                       []UDFV3          `json:"udfs,omitempty"`
	UID                        string           `json:"uid,omitempty"`
	WarrantyDate               Date             `json:"warrantyDate,omitzero"`
	WebRemoteURL               string           `json:"webRemoteUrl,omitempty"`
}

// DevicesNetworkInterfacePage defines model for DevicesNetworkInterfacePage.
type DevicesNetworkInterfacePage struct {
	Devices     []DeviceNetworkInterface `json:"devices,omitempty"`
	PageDetails PageDetails              `json:"pageDetails"`
}

// DevicesPage defines model for DevicesPage.
type DevicesPage struct {
	Devices     []Device    `json:"devices,omitempty"`
	PageDetails PageDetails `json:"pageDetails"`
}

// DevicesPageV3 defines model for DevicesPageV3.
type DevicesPageV3 struct {
	Devices     []DeviceV3  `json:"devices,omitempty"`
	PageDetails PageDetails `json:"pageDetails"`
}

// DiskHealthContext defines model for DiskHealthContext.
type DiskHealthContext struct {
	Class  string       `json:"@class,omitempty"`
	Reason string       `json:"reason,omitempty"`
	Type   ResourceType `json:"type,omitempty"`
}

// DiskNameDesignation an open enumeration: the server may send values that are no constant here.
type DiskNameDesignation string

// DiskUsageContext defines model for DiskUsageContext.
type DiskUsageContext struct {
	Class               string              `json:"@class,omitempty"`
	DiskName            string              `json:"diskName,omitempty"`
	DiskNameDesignation DiskNameDesignation `json:"diskNameDesignation,omitempty"`
	FreeSpace           *float64            `json:"freeSpace,omitempty"`
	TotalVolume         *float64            `json:"totalVolume,omitempty"`
	UnitOfMeasure       DiskUsageUnit       `json:"unitOfMeasure,omitempty"`
}

// DiskUsageUnit an open enumeration: the server may send values that are no constant here.
type DiskUsageUnit string

// Display defines model for Display.
type Display struct {
	Instance     string `json:"instance,omitempty"`
	ScreenHeight *int32 `json:"screenHeight,omitempty"`
	ScreenWidth  *int32 `json:"screenWidth,omitempty"`
}

// DnetSiteMapping defines model for DnetSiteMapping.
type DnetSiteMapping struct {
	AccountUID                string  `json:"accountUid,omitempty"`
	DattoNetworkingNetworkIds []int64 `json:"dattoNetworkingNetworkIds,omitempty"`
	Description               string  `json:"description,omitempty"`
	ID                        int64   `json:"id,omitempty"`
	Name                      string  `json:"name,omitempty"`
	PortalURL                 string  `json:"portalUrl,omitempty"`
	UID                       string  `json:"uid,omitempty"`
}

// DnetSiteMappingsPage defines model for DnetSiteMappingsPage.
type DnetSiteMappingsPage struct {
	DnetSiteMappings []DnetSiteMapping `json:"dnetSiteMappings,omitempty"`
	PageDetails      PageDetails       `json:"pageDetails"`
}

// ESXiDataExtent defines model for ESXiDataExtent.
type ESXiDataExtent struct {
	MediaType string `json:"mediaType,omitempty"`
	Name      string `json:"name,omitempty"`
	Size      *Bytes `json:"size,omitempty"`
	Status    string `json:"status,omitempty"`
}

// ESXiDatastore defines model for ESXiDatastore.
type ESXiDatastore struct {
	DataExtents         []ESXiDataExtent `json:"dataExtents,omitempty"`
	DatastoreName       string           `json:"datastoreName,omitempty"`
	FileSystem          string           `json:"fileSystem,omitempty"`
	FreeSpace           *Bytes           `json:"freeSpace,omitempty"`
	Size                *Bytes           `json:"size,omitempty"`
	Status              string           `json:"status,omitempty"`
	SubscriptionPercent *int32           `json:"subscriptionPercent,omitempty"`
}

// ESXiGuest defines model for ESXiGuest.
type ESXiGuest struct {
	Datastores          string `json:"datastores,omitempty"`
	GuestName           string `json:"guestName,omitempty"`
	MemorySizeTotal     *int64 `json:"memorySizeTotal,omitempty"`
	NumberOfSnapshots   *int32 `json:"numberOfSnapshots,omitempty"`
	ProcessorSpeedTotal *int32 `json:"processorSpeedTotal,omitempty"`
}

// ESXiHostAudit defines model for ESXiHostAudit.
type ESXiHostAudit struct {
	Datastores     []ESXiDatastore  `json:"datastores,omitempty"`
	Guests         []ESXiGuest      `json:"guests,omitempty"`
	NICs           []ESXiNIC        `json:"nics,omitempty"`
	PhysicalMemory []PhysicalMemory `json:"physicalMemory,omitempty"`
	PortalURL      string           `json:"portalUrl,omitempty"`
	Processors     []ESXiProcessor  `json:"processors,omitempty"`
	SystemInfo     *ESXiSystemInfo  `json:"systemInfo,omitempty"`
}

// ESXiNIC defines model for ESXiNIC.
type ESXiNIC struct {
	Ipv4       string `json:"ipv4,omitempty"`
	Ipv6       string `json:"ipv6,omitempty"`
	MACAddress string `json:"macAddress,omitempty"`
	Name       string `json:"name,omitempty"`
	Speed      string `json:"speed,omitempty"`
	Type       string `json:"type,omitempty"`
}

// ESXiProcessor defines model for ESXiProcessor.
type ESXiProcessor struct {
	Frequency     *float64 `json:"frequency,omitempty"`
	Name          string   `json:"name,omitempty"`
	NumberOfCores *int32   `json:"numberOfCores,omitempty"`
}

// ESXiSystemInfo defines model for ESXiSystemInfo.
type ESXiSystemInfo struct {
	Manufacturer      string `json:"manufacturer,omitempty"`
	Model             string `json:"model,omitempty"`
	Name              string `json:"name,omitempty"`
	NumberOfSnapshots *int32 `json:"numberOfSnapshots,omitempty"`
	ServiceTag        string `json:"serviceTag,omitempty"`
}

// EndpointSecurityThreatContext defines model for EndpointSecurityThreatContext.
type EndpointSecurityThreatContext struct {
	Class       string `json:"@class,omitempty"`
	Description string `json:"description,omitempty"`
	EsAlertID   string `json:"esAlertId,omitempty"`
}

// EndpointSecurityWindowsDefenderContext defines model for EndpointSecurityWindowsDefenderContext.
type EndpointSecurityWindowsDefenderContext struct {
	Class       string `json:"@class,omitempty"`
	Description string `json:"description,omitempty"`
	EsAlertID   string `json:"esAlertId,omitempty"`
}

// ErrorResponse defines model for ErrorResponse.
type ErrorResponse struct {
	Error     string `json:"error,omitempty"`
	Path      string `json:"path,omitempty"`
	Status    *int32 `json:"status,omitempty"`
	Timestamp *int64 `json:"timestamp,omitempty"`
}

// EventLogContext defines model for EventLogContext.
type EventLogContext struct {
	Class            string    `json:"@class,omitempty"`
	CausedSuspension *bool     `json:"causedSuspension,omitempty"`
	Code             string    `json:"code,omitempty"`
	Description      string    `json:"description,omitempty"`
	LastTriggered    Timestamp `json:"lastTriggered,omitzero"`
	LogName          string    `json:"logName,omitempty"`
	Source           string    `json:"source,omitempty"`
	TriggerCount     *int32    `json:"triggerCount,omitempty"`
	Type             string    `json:"type,omitempty"`
}

// FanContext defines model for FanContext.
type FanContext struct {
	Class  string       `json:"@class,omitempty"`
	Reason string       `json:"reason,omitempty"`
	Type   ResourceType `json:"type,omitempty"`
}

// FileSystemCondition an open enumeration: the server may send values that are no constant here.
type FileSystemCondition string

// FileSystemContext defines model for FileSystemContext.
type FileSystemContext struct {
	Class      string               `json:"@class,omitempty"`
	Condition  FileSystemCondition  `json:"condition,omitempty"`
	ObjectType FileSystemObjectType `json:"objectType,omitempty"`
	Path       string               `json:"path,omitempty"`
	Sample     *float64             `json:"sample,omitempty"`
	Threshold  *float64             `json:"threshold,omitempty"`
}

// FileSystemObjectType an open enumeration: the server may send values that are no constant here.
type FileSystemObjectType string

// Filter defines model for Filter.
type Filter struct {
	DateCreate  Timestamp  `json:"dateCreate,omitzero"`
	Description string     `json:"description,omitempty"`
	ID          int64      `json:"id,omitempty"`
	LastUpdated Timestamp  `json:"lastUpdated,omitzero"`
	Name        string     `json:"name,omitempty"`
	Type        FilterType `json:"type,omitempty"`
}

// FilterType an open enumeration: the server may send values that are no constant here.
type FilterType string

// FiltersPage defines model for FiltersPage.
type FiltersPage struct {
	Filters     []Filter    `json:"filters,omitempty"`
	PageDetails PageDetails `json:"pageDetails"`
}

// GeneralSettings defines model for GeneralSettings.
type GeneralSettings struct {
	Description string `json:"description,omitempty"`
	Name        string `json:"name,omitempty"`
	OnDemand    *bool  `json:"onDemand,omitempty"`
	UID         string `json:"uid,omitempty"`
}

// Job defines model for Job.
type Job struct {
	DateCreated Timestamp `json:"dateCreated,omitzero"`
	ID          int64     `json:"id,omitempty"`
	Name        string    `json:"name,omitempty"`
	Status      JobStatus `json:"status,omitempty"`
	UID         string    `json:"uid,omitempty"`
}

// JobComponent defines model for JobComponent.
type JobComponent struct {
	Name      string                 `json:"name,omitempty"`
	UID       string                 `json:"uid,omitempty"`
	Variables []JobComponentVariable `json:"variables,omitempty"`
}

// JobComponentResult defines model for JobComponentResult.
type JobComponentResult struct {
	ComponentName    string          `json:"componentName,omitempty"`
	ComponentStatus  ComponentStatus `json:"componentStatus,omitempty"`
	ComponentUID     string          `json:"componentUid,omitempty"`
	HasStdErr        *bool           `json:"hasStdErr,omitempty"`
	HasStdOut        *bool           `json:"hasStdOut,omitempty"`
	NumberOfWarnings *int32          `json:"numberOfWarnings,omitempty"`
}

// JobComponentVariable defines model for JobComponentVariable.
type JobComponentVariable struct {
	Name  string `json:"name,omitempty"`
	Value Secret `json:"value,omitzero"`
}

// JobComponentsPage defines model for JobComponentsPage.
type JobComponentsPage struct {
	JobComponents []JobComponent `json:"jobComponents,omitempty"`
	PageDetails   PageDetails    `json:"pageDetails"`
}

// JobDeploymentStatus an open enumeration: the server may send values that are no constant here.
type JobDeploymentStatus string

// JobOutput defines model for JobOutput.
type JobOutput struct {
	ComponentName string `json:"componentName,omitempty"`
	ComponentUID  string `json:"componentUid,omitempty"`
	StdData       string `json:"stdData,omitempty"`
}

// JobResults defines model for JobResults.
type JobResults struct {
	ComponentResults    []JobComponentResult `json:"componentResults,omitempty"`
	DeviceUID           string               `json:"deviceUid,omitempty"`
	JobDeploymentStatus JobDeploymentStatus  `json:"jobDeploymentStatus,omitempty"`
	JobUID              string               `json:"jobUid,omitempty"`
	RanOn               Timestamp            `json:"ranOn,omitzero"`
}

// JobStatus an open enumeration: the server may send values that are no constant here.
type JobStatus string

// LogicalDisk defines model for LogicalDisk.
type LogicalDisk struct {
	Description    string `json:"description,omitempty"`
	DiskIdentifier string `json:"diskIdentifier,omitempty"`
	Freespace      *Bytes `json:"freespace,omitempty"`
	Size           *Bytes `json:"size,omitempty"`
}

// MailRecipient defines model for MailRecipient.
type MailRecipient struct {
	Email              string `json:"email,omitempty"`
	Name               string `json:"name,omitempty"`
	Receives           *int64 `json:"receives,omitempty"`
	ReceivesAlerts     *bool  `json:"receivesAlerts,omitempty"`
	ReceivesNewDevices *bool  `json:"receivesNewDevices,omitempty"`
	ReceivesReports    *bool  `json:"receivesReports,omitempty"`
	Type               string `json:"type,omitempty"`
}

// MobileInfo defines model for MobileInfo.
type MobileInfo struct {
	ICCID    string `json:"iccid,omitempty"`
	IMEI     string `json:"imei,omitempty"`
	Number   string `json:"number,omitempty"`
	Operator string `json:"operator,omitempty"`
}

// NetworkInterface defines model for NetworkInterface.
type NetworkInterface struct {
	Instance   string `json:"instance,omitempty"`
	Ipv4       string `json:"ipv4,omitempty"`
	Ipv6       string `json:"ipv6,omitempty"`
	MACAddress string `json:"macAddress,omitempty"`
	Type       string `json:"type,omitempty"`
}

// NetworkMonitorContext defines model for NetworkMonitorContext.
type NetworkMonitorContext struct {
	Class       string `json:"@class,omitempty"`
	Description string `json:"description,omitempty"`
}

// OnlineOfflineStatusContext defines model for OnlineOfflineStatusContext.
type OnlineOfflineStatusContext struct {
	Class  string       `json:"@class,omitempty"`
	Status OnlineStatus `json:"status,omitempty"`
}

// OnlineStatus an open enumeration: the server may send values that are no constant here.
type OnlineStatus string

// OperationRateStatus defines model for OperationRateStatus.
type OperationRateStatus struct {
	Count *int32 `json:"count,omitempty"`
	Limit *int32 `json:"limit,omitempty"`
}

// PSUContext defines model for PSUContext.
type PSUContext struct {
	Class  string       `json:"@class,omitempty"`
	Reason string       `json:"reason,omitempty"`
	Type   ResourceType `json:"type,omitempty"`
}

// PageDetails defines model for PageDetails.
type PageDetails struct {
	Count       *int32 `json:"count,omitempty"`
	NextPageURL string `json:"nextPageUrl,omitempty"`
	PrevPageURL string `json:"prevPageUrl,omitempty"`
	TotalCount  *int64 `json:"totalCount,omitempty"`
}

// Pagination defines model for Pagination.
type Pagination struct {
	Max *int32 `json:"max,omitempty"`
}

// Patch defines model for Patch.
type Patch struct {
	Category         []string           `json:"category,omitempty"`
	Description      string             `json:"description,omitempty"`
	InstallStatus    PatchInstallStatus `json:"installStatus,omitempty"`
	KBArticleID      string             `json:"kbArticleId,omitempty"`
	ManualOverride   *bool              `json:"manualOverride,omitempty"`
	MaxSize          *int64             `json:"maxSize,omitempty"`
	PatchID          string             `json:"patchId,omitempty"`
	RebootRequired   *bool              `json:"rebootRequired,omitempty"`
	ReleaseDate      string             `json:"releaseDate,omitempty"`
	RequireUserInput *bool              `json:"requireUserInput,omitempty"`
	Severity         PatchSeverity      `json:"severity,omitempty"`
	Title            string             `json:"title,omitempty"`
	Type             PatchType          `json:"type,omitempty"`
}

// PatchContext defines model for PatchContext.
type PatchContext struct {
	Class     string `json:"@class,omitempty"`
	Info      string `json:"info,omitempty"`
	PatchUID  string `json:"patchUid,omitempty"`
	PolicyUID string `json:"policyUid,omitempty"`
	Result    string `json:"result,omitempty"`
}

// PatchInstallStatus an open enumeration: the server may send values that are no constant here.
type PatchInstallStatus string

// PatchManagement defines model for PatchManagement.
type PatchManagement struct {
	PatchStatus            PatchStatus `json:"patchStatus,omitempty"`
	PatchesApprovedPending *int64      `json:"patchesApprovedPending,omitempty"`
	PatchesInstalled       *int64      `json:"patchesInstalled,omitempty"`
	PatchesNotApproved     *int64      `json:"patchesNotApproved,omitempty"`
}

// PatchSeverity an open enumeration: the server may send values that are no constant here.
type PatchSeverity string

// PatchStatus an open enumeration: the server may send values that are no constant here.
type PatchStatus string

// PatchType an open enumeration: the server may send values that are no constant here.
type PatchType string

// PatchesPage defines model for PatchesPage.
type PatchesPage struct {
	PageDetails PageDetails `json:"pageDetails"`
	Patches     []Patch     `json:"patches,omitempty"`
}

// PerformanceResourceUsageContext defines model for PerformanceResourceUsageContext.
type PerformanceResourceUsageContext struct {
	Class      string       `json:"@class,omitempty"`
	Percentage *float64     `json:"percentage,omitempty"`
	Type       ResourceType `json:"type,omitempty"`
}

// PhysicalMemory defines model for PhysicalMemory.
type PhysicalMemory struct {
	Bank         string `json:"bank,omitempty"`
	Module       string `json:"module,omitempty"`
	PartNumber   string `json:"partNumber,omitempty"`
	SerialNumber string `json:"serialNumber,omitempty"`
	Size         *Bytes `json:"size,omitempty"`
	Speed        string `json:"speed,omitempty"`
	Type         string `json:"type,omitempty"`
}

// PingContext defines model for PingContext.
type PingContext struct {
	Class         string   `json:"@class,omitempty"`
	InstanceName  string   `json:"instanceName,omitempty"`
	Reasons       []string `json:"reasons,omitempty"`
	RoundtripTime *int32   `json:"roundtripTime,omitempty"`
}

// PrinterAudit defines model for PrinterAudit.
type PrinterAudit struct {
	NICs                  []NetworkInterface    `json:"nics,omitempty"`
	PortalURL             string                `json:"portalUrl,omitempty"`
	Printer               *PrinterCounters      `json:"printer,omitempty"`
	PrinterMarkerSupplies []PrinterMarkerSupply `json:"printerMarkerSupplies,omitempty"`
	SNMPInfo              *SNMPInfo             `json:"snmpInfo,omitempty"`
	SystemInfo            *PrinterSystemInfo    `json:"systemInfo,omitempty"`
}

// PrinterContext defines model for PrinterContext.
type PrinterContext struct {
	Class             string `json:"@class,omitempty"`
	CurrentLevel      *int32 `json:"currentLevel,omitempty"`
	IPAddress         string `json:"ipAddress,omitempty"`
	MACAddress        string `json:"macAddress,omitempty"`
	MarkerSupplyIndex *int32 `json:"markerSupplyIndex,omitempty"`
}

// PrinterCounters defines model for PrinterCounters.
type PrinterCounters struct {
	PrintedPageCount *int64 `json:"printedPageCount,omitempty"`
}

// PrinterMarkerSupply defines model for PrinterMarkerSupply.
type PrinterMarkerSupply struct {
	Description   string `json:"description,omitempty"`
	MaxCapacity   string `json:"maxCapacity,omitempty"`
	SuppliesLevel string `json:"suppliesLevel,omitempty"`
}

// PrinterSystemInfo defines model for PrinterSystemInfo.
type PrinterSystemInfo struct {
	Manufacturer string `json:"manufacturer,omitempty"`
	Model        string `json:"model,omitempty"`
}

// ProcessStatus an open enumeration: the server may send values that are no constant here.
type ProcessStatus string

// Processor defines model for Processor.
type Processor struct {
	Name string `json:"name,omitempty"`
}

// ProxySettings defines model for ProxySettings.
type ProxySettings struct {
	Host     string    `json:"host,omitempty"`
	Password Secret    `json:"password,omitzero"`
	Port     *int32    `json:"port,omitempty"`
	Type     ProxyType `json:"type,omitempty"`
	Username string    `json:"username,omitempty"`
}

// ProxySettingsRequest defines model for ProxySettingsRequest.
type ProxySettingsRequest struct {
	Host     string    `json:"host"`
	Password *Secret   `json:"password,omitempty"`
	Port     int32     `json:"port"`
	Type     ProxyType `json:"type"`
	Username *string   `json:"username,omitempty"`
}

// ProxyType an open enumeration: the server may send values that are no constant here.
type ProxyType string

// QuickJob defines model for QuickJob.
type QuickJob struct {
	Job           *Job           `json:"job,omitempty"`
	JobComponents []JobComponent `json:"jobComponents,omitempty"`
}

// QuickJobComponent defines model for QuickJobComponent.
type QuickJobComponent struct {
	ComponentUID string             `json:"componentUid"`
	Variables    []QuickJobVariable `json:"variables,omitempty"`
}

// QuickJobVariable defines model for QuickJobVariable.
type QuickJobVariable struct {
	Name  string `json:"name"`
	Value Secret `json:"value"`
}

// RansomWareContext defines model for RansomWareContext.
type RansomWareContext struct {
	Class               string    `json:"@class,omitempty"`
	AffectedDirectories []string  `json:"affectedDirectories,omitempty"`
	AlertTime           Timestamp `json:"alertTime,omitzero"`
	ConfidenceFactor    *int32    `json:"confidenceFactor,omitempty"`
	MetaAlertTime       Timestamp `json:"metaAlertTime,omitzero"`
	Rwextension         string    `json:"rwextension,omitempty"`
	State               *int32    `json:"state,omitempty"`
	WatchPaths          []string  `json:"watchPaths,omitempty"`
}

// RequestRate defines model for RequestRate.
type RequestRate struct {
	AccountCount                 *int64                         `json:"accountCount,omitempty"`
	AccountCutOffRatio           *float64                       `json:"accountCutOffRatio,omitempty"`
	AccountRateLimit             *int64                         `json:"accountRateLimit,omitempty"`
	AccountUID                   string                         `json:"accountUid,omitempty"`
	AccountWriteCount            *int64                         `json:"accountWriteCount,omitempty"`
	AccountWriteRateLimit        *int32                         `json:"accountWriteRateLimit,omitempty"`
	OperationWriteStatus         map[string]OperationRateStatus `json:"operationWriteStatus,omitempty"`
	SlidingTimeWindowSizeSeconds *int64                         `json:"slidingTimeWindowSizeSeconds,omitempty"`
}

// ResourceType an open enumeration: the server may send values that are no constant here.
type ResourceType string

// ResourceUsageContext defines model for ResourceUsageContext.
type ResourceUsageContext struct {
	Class       string       `json:"@class,omitempty"`
	ProcessName string       `json:"processName,omitempty"`
	Sample      *float64     `json:"sample,omitempty"`
	Type        ResourceType `json:"type,omitempty"`
}

// ResponseAction defines model for ResponseAction.
type ResponseAction struct {
	ActionReference    string             `json:"actionReference,omitempty"`
	ActionReferenceInt string             `json:"actionReferenceInt,omitempty"`
	ActionTime         Timestamp          `json:"actionTime,omitzero"`
	ActionType         ResponseActionType `json:"actionType,omitempty"`
	Description        string             `json:"description,omitempty"`
}

// ResponseActionType an open enumeration: the server may send values that are no constant here.
type ResponseActionType string

// SNMPInfo defines model for SNMPInfo.
type SNMPInfo struct {
	NicManufacturer string `json:"nicManufacturer,omitempty"`
	ObjectID        string `json:"objectId,omitempty"`
	SNMPContact     string `json:"snmpContact,omitempty"`
	SNMPDescription string `json:"snmpDescription,omitempty"`
	SNMPLocation    string `json:"snmpLocation,omitempty"`
	SNMPName        string `json:"snmpName,omitempty"`
	SNMPSerial      string `json:"snmpSerial,omitempty"`
	SNMPUptime      string `json:"snmpUptime,omitempty"`
}

// SNMPProbeContext defines model for SNMPProbeContext.
type SNMPProbeContext struct {
	Class         string `json:"@class,omitempty"`
	OID           string `json:"OID,omitempty"`
	DeviceName    string `json:"deviceName,omitempty"`
	IPAddress     string `json:"ipAddress,omitempty"`
	MonitorName   string `json:"monitorName,omitempty"`
	OIDLower      string `json:"oid,omitempty"`
	ResponseValue string `json:"responseValue,omitempty"`
	RuleName      string `json:"ruleName,omitempty"`
}

// ScriptContext defines model for ScriptContext.
type ScriptContext struct {
	Class   string            `json:"@class,omitempty"`
	Samples map[string]string `json:"samples,omitempty"`
}

// SecCenterAlertType an open enumeration: the server may send values that are no constant here.
type SecCenterAlertType string

// SecCenterContext defines model for SecCenterContext.
type SecCenterContext struct {
	Class       string             `json:"@class,omitempty"`
	AlertType   SecCenterAlertType `json:"alertType,omitempty"`
	ProductName string             `json:"productName,omitempty"`
}

// SecurityManagementContext defines model for SecurityManagementContext.
type SecurityManagementContext struct {
	Class                         string   `json:"@class,omitempty"`
	ExpiryLicenseForDays          *int32   `json:"expiryLicenseForDays,omitempty"`
	InfectedFiles                 []string `json:"infectedFiles,omitempty"`
	InfoTime                      *int32   `json:"infoTime,omitempty"`
	ProductName                   string   `json:"productName,omitempty"`
	ProductNotUpdatedForDays      *int32   `json:"productNotUpdatedForDays,omitempty"`
	Status                        *int32   `json:"status,omitempty"`
	SystemRemainsInfectedForHours *int32   `json:"systemRemainsInfectedForHours,omitempty"`
	VirusName                     string   `json:"virusName,omitempty"`
}

// ServiceResourceUsageContext defines model for ServiceResourceUsageContext.
type ServiceResourceUsageContext struct {
	Class       string   `json:"@class,omitempty"`
	Sample      *float64 `json:"sample,omitempty"`
	ServiceName string   `json:"serviceName,omitempty"`
	Type        string   `json:"type,omitempty"`
}

// ServiceStatusContext defines model for ServiceStatusContext.
type ServiceStatusContext struct {
	Class       string `json:"@class,omitempty"`
	ServiceName string `json:"serviceName,omitempty"`
	Status      string `json:"status,omitempty"`
}

// SetUDFsV3Request defines model for SetUDFsV3Request.
type SetUDFsV3Request struct {
	UDFs []UDFV3Request `json:"udfs"`
}

// SetWarrantyRequest defines model for SetWarrantyRequest.
type SetWarrantyRequest struct {
	WarrantyDate Date `json:"warrantyDate"`
}

// Site defines model for Site.
type Site struct {
	AccountUID           string             `json:"accountUid,omitempty"`
	AutotaskCompanyID    string             `json:"autotaskCompanyId,omitempty"`
	AutotaskCompanyName  string             `json:"autotaskCompanyName,omitempty"`
	Description          string             `json:"description,omitempty"`
	DevicesStatus        *SiteDevicesStatus `json:"devicesStatus,omitempty"`
	ID                   int64              `json:"id,omitempty"`
	Name                 string             `json:"name,omitempty"`
	Notes                string             `json:"notes,omitempty"`
	OnDemand             *bool              `json:"onDemand,omitempty"`
	PortalURL            string             `json:"portalUrl,omitempty"`
	ProxySettings        *ProxySettings     `json:"proxySettings,omitempty"`
	SplashtopAutoInstall *bool              `json:"splashtopAutoInstall,omitempty"`
	UID                  string             `json:"uid,omitempty"`
}

// SiteDevicesStatus defines model for SiteDevicesStatus.
type SiteDevicesStatus struct {
	NumberOfDevices        *int64 `json:"numberOfDevices,omitempty"`
	NumberOfOfflineDevices *int64 `json:"numberOfOfflineDevices,omitempty"`
	NumberOfOnlineDevices  *int64 `json:"numberOfOnlineDevices,omitempty"`
}

// SitePatch defines model for SitePatch.
type SitePatch struct {
	Category         []string           `json:"category,omitempty"`
	Description      string             `json:"description,omitempty"`
	InstallStatus    PatchInstallStatus `json:"installStatus,omitempty"`
	KBArticleID      string             `json:"kbArticleId,omitempty"`
	MaxSize          *int64             `json:"maxSize,omitempty"`
	PatchID          string             `json:"patchId,omitempty"`
	RebootRequired   *bool              `json:"rebootRequired,omitempty"`
	ReleaseDate      string             `json:"releaseDate,omitempty"`
	RequireUserInput *bool              `json:"requireUserInput,omitempty"`
	Severity         PatchSeverity      `json:"severity,omitempty"`
	Title            string             `json:"title,omitempty"`
	TotalDevices     *int64             `json:"totalDevices,omitempty"`
	Type             PatchType          `json:"type,omitempty"`
}

// SitePatchesPage defines model for SitePatchesPage.
type SitePatchesPage struct {
	PageDetails PageDetails `json:"pageDetails"`
	Patches     []SitePatch `json:"patches,omitempty"`
}

// SiteReference defines model for SiteReference.
type SiteReference struct {
	ID   int64  `json:"id,omitempty"`
	Name string `json:"name,omitempty"`
}

// SiteSettings defines model for SiteSettings.
type SiteSettings struct {
	GeneralSettings *GeneralSettings `json:"generalSettings,omitempty"`
	MailRecipients  []MailRecipient  `json:"mailRecipients,omitempty"`
	ProxySettings   *ProxySettings   `json:"proxySettings,omitempty"`
}

// SitesPage defines model for SitesPage.
type SitesPage struct {
	PageDetails PageDetails `json:"pageDetails"`
	Sites       []Site      `json:"sites,omitempty"`
}

// Software defines model for Software.
type Software struct {
	Name    string `json:"name,omitempty"`
	Version string `json:"version,omitempty"`
}

// SoftwareAction an open enumeration: the server may send values that are no constant here.
type SoftwareAction string

// SoftwarePage defines model for SoftwarePage.
type SoftwarePage struct {
	PageDetails PageDetails `json:"pageDetails"`
	Software    []Software  `json:"software,omitempty"`
}

// StatusContext defines model for StatusContext.
type StatusContext struct {
	Class       string        `json:"@class,omitempty"`
	ProcessName string        `json:"processName,omitempty"`
	Status      ProcessStatus `json:"status,omitempty"`
}

// SystemInfo defines model for SystemInfo.
type SystemInfo struct {
	DotNetVersion       string `json:"dotNetVersion,omitempty"`
	Manufacturer        string `json:"manufacturer,omitempty"`
	Model               string `json:"model,omitempty"`
	TotalCPUCores       *int32 `json:"totalCpuCores,omitempty"`
	TotalPhysicalMemory *Bytes `json:"totalPhysicalMemory,omitempty"`
	Username            string `json:"username,omitempty"`
}

// SystemStatus defines model for SystemStatus.
type SystemStatus struct {
	Started Timestamp `json:"started,omitzero"`
	Status  string    `json:"status,omitempty"`
	Version string    `json:"version,omitempty"`
}

// TemperatureContext defines model for TemperatureContext.
type TemperatureContext struct {
	Class  string       `json:"@class,omitempty"`
	Degree *float64     `json:"degree,omitempty"`
	Type   ResourceType `json:"type,omitempty"`
}

// UDFType an open enumeration: the server may send values that are no constant here.
type UDFType string

// UDFV3 defines model for UDFV3.
type UDFV3 struct {
	Label        string   `json:"label,omitempty"`
	Ordinal      int32    `json:"ordinal"`
	Type         UDFType  `json:"type"`
	TypeMisMatch *bool    `json:"typeMisMatch,omitempty"`
	ValueBoolean *bool    `json:"valueBoolean,omitempty"`
	ValueDate    Date     `json:"valueDate,omitzero"`
	ValueNumber  *float64 `json:"valueNumber,omitempty"`
	ValueString  string   `json:"valueString,omitempty"`
}

// UDFV3Request defines model for UDFV3Request.
type UDFV3Request struct {
	Ordinal      int32    `json:"ordinal"`
	ValueBoolean *bool    `json:"valueBoolean,omitempty"`
	ValueDate    *Date    `json:"valueDate,omitempty"`
	ValueNumber  *float64 `json:"valueNumber,omitempty"`
	ValueString  *string  `json:"valueString,omitempty"`
}

// UpdateSiteRequest defines model for UpdateSiteRequest.
type UpdateSiteRequest struct {
	Description          *string `json:"description,omitempty"`
	Name                 string  `json:"name"`
	Notes                *string `json:"notes,omitempty"`
	OnDemand             *bool   `json:"onDemand,omitempty"`
	SplashtopAutoInstall *bool   `json:"splashtopAutoInstall,omitempty"`
}

// UpdateVariableRequest defines model for UpdateVariableRequest.
type UpdateVariableRequest struct {
	Name  string `json:"name"`
	Value Secret `json:"value"`
}

// User defines model for User.
type User struct {
	Created    Timestamp `json:"created,omitzero"`
	Disabled   *bool     `json:"disabled,omitempty"`
	Email      string    `json:"email,omitempty"`
	FirstName  string    `json:"firstName,omitempty"`
	LastAccess Timestamp `json:"lastAccess,omitzero"`
	LastName   string    `json:"lastName,omitempty"`
	Status     string    `json:"status,omitempty"`
	Telephone  string    `json:"telephone,omitempty"`
	Username   string    `json:"username,omitempty"`
}

// UserReference defines model for UserReference.
type UserReference struct {
	FirstName string `json:"firstName,omitempty"`
	ID        int64  `json:"id,omitempty"`
	LastName  string `json:"lastName,omitempty"`
	UserName  string `json:"userName,omitempty"`
}

// UsersPage defines model for UsersPage.
type UsersPage struct {
	PageDetails PageDetails `json:"pageDetails"`
	Users       []User      `json:"users,omitempty"`
}

// Variable defines model for Variable.
type Variable struct {
	ID     int64  `json:"id,omitempty"`
	Masked *bool  `json:"masked,omitempty"`
	Name   string `json:"name,omitempty"`
	Value  Secret `json:"value,omitzero"`
}

// VariablesPage defines model for VariablesPage.
type VariablesPage struct {
	PageDetails PageDetails `json:"pageDetails"`
	Variables   []Variable  `json:"variables,omitempty"`
}

// VideoBoard defines model for VideoBoard.
type VideoBoard struct {
	DisplayAdapter string `json:"displayAdapter,omitempty"`
}

// WMIContext defines model for WMIContext.
type WMIContext struct {
	Class string `json:"@class,omitempty"`
	Value string `json:"value,omitempty"`
}

// WindowsPerformanceContext defines model for WindowsPerformanceContext.
type WindowsPerformanceContext struct {
	Class string   `json:"@class,omitempty"`
	Value *float64 `json:"value,omitempty"`
}
